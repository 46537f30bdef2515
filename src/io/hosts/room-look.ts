import type { HostRoom } from '../../core/cluster/host-snapshot.ts';
import type { HostLook } from './host-look.ts';

const script = `
for path; do
  there=$path
  while [ ! -e "$there" ]; do there=$(dirname "$there"); done
  printf '%s\\n' "$path"
  df -Pk "$there" | awk 'NR == 2 { at = match($0, /[0-9]+ +[0-9]+%/); print substr($0, at) }'
  df -Pi "$there" | awk 'NR == 2 { print $2, $4 }'
done`;

function parse(printed: string): readonly HostRoom[] {
  const lines = printed.split('\n');
  return Array.from({ length: Math.floor(lines.length / 3) }, (_each, index) => {
    const [path = '', room = '', files = ''] = lines.slice(3 * index);
    const [, free = '', mount = ''] = /^(\d+) +\d+% +(.*)$/.exec(room) ?? [];
    const [all = 0, left = 0] = files.split(' ').map(Number);
    return {
      path,
      mount,
      free: free === '' ? Number.NaN : Number(free) * 1024,
      files: all > 0 ? left : undefined,
    };
  });
}

/** What is free where folders are. */
export const roomLook = (folders: readonly string[]): HostLook<readonly HostRoom[]> => ({
  script,
  words: folders,
  parse,
});
