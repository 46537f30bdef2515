import type { HostLook } from '../hosts/host-look.ts';

/** A process whose command speaks of Backend.AI. */
export interface SpeakingProcess {
  readonly pid: number;
  readonly parent: number;
  readonly user: number;
  /** Its control groups, as the kernel lists them. */
  readonly groups: string;
  readonly words: readonly string[];
}

/** The brackets keep it from finding itself. */
const script = `
for file in $(grep -laE '[a]i\\.backend|[b]ackend\\.ai' /proc/[0-9]*/cmdline); do
  folder=\${file%/cmdline}
  parent=$(sed 's/^.*) . \\([0-9]*\\) .*/\\1/' "$folder/stat") || continue
  printf '%s %s %s\\n' "\${folder#/proc/}" "$parent" "$(stat -c %u "$folder")"
  tr '\\n' ' ' < "$folder/cgroup"; echo
  head -c 2000 "$file" | tr '\\0\\n' '\\035 '; echo
done`;

function parse(printed: string): readonly SpeakingProcess[] {
  const lines = printed.split('\n');
  return Array.from({ length: Math.floor(lines.length / 3) }, (_each, index) => {
    const [numbers = '', groups = '', words = ''] = lines.slice(3 * index);
    const [pid = 0, parent = 0, user = 0] = numbers.split(' ').map(Number);
    return { pid, parent, user, groups, words: words.split('\u001d').filter((word) => word !== '') };
  });
}

/** Processes of a host whose command speaks of Backend.AI. */
export const programLook: HostLook<readonly SpeakingProcess[]> = { script, parse };
