import { basename, dirname, join } from 'node:path';
import type { HostPython } from '../../core/cluster/host-python.ts';
import type { Variables } from '../../lib/variables.ts';
import { type HostLook, lookAt } from '../hosts/host-look.ts';
import type { HostReader } from '../hosts/port.ts';
import { pathFolders, pythonPlaces } from './python-places.ts';

const described = `
import os, sys, sysconfig
try: libc = (os.confstr("CS_GNU_LIBC_VERSION") or "musl").split()[0]
except (AttributeError, OSError, ValueError): libc = "musl"
path = os.path.realpath(getattr(sys, "_base_executable", None) or sys.executable)
print("\\t".join(["%d.%d.%d" % sys.version_info[:3], path, sysconfig.get_platform() + " " + libc]))
`;

/** Names may hold blanks, and a pattern that fits nothing is no file. */
const script = `
code=$1; shift
IFS=
for pattern; do
  for python in $pattern; do
    case $python in *-config|*-gdb.py) continue ;; esac
    [ -x "$python" ] && timeout 20 "$python" -c "$code"
  done
done`;

/** The folder of a version below one of these. */
function folderOf(path: string, places: readonly string[]): string | undefined {
  const folder = dirname(dirname(path));
  return places.includes(dirname(folder)) ? folder : undefined;
}

/** Where a folder of PATH has Pythons. A shim asks pyenv, or asdf, for one of those beside it, and takes a second to. */
function namesIn(folder: string): string[] {
  if (basename(folder) !== 'shims') return ['python3.[0-9]*', 'python3'].map((name) => join(folder, name));
  const beside = [join('versions', '*3.*'), join('installs', 'python', '*3.*')];
  return beside.map((version) => join(dirname(folder), version, 'bin', 'python3'));
}

/**
 * Every Python 3 that runs on a host, each once: of PATH, pyenv, uv, standalone ones, and those that components have.
 * @param environments of components there
 */
function pythonsLook(env: Variables, environments: readonly string[]): HostLook<HostPython[]> {
  const { relocatable, bound } = pythonPlaces(env);
  const patterns = [
    ...environments.map((folder) => join(folder, 'bin', 'python')),
    ...pathFolders(env).flatMap(namesIn),
    ...[...relocatable, ...bound].map((folder) => join(folder, '*3.*', 'bin', 'python3')),
  ];
  return {
    script,
    words: [described, ...patterns],
    parse: (printed) => {
      const found = printed.split('\n').flatMap((line): HostPython[] => {
        const [version = '', path, platform] = line.split('\t');
        if (!version.startsWith('3.') || path === undefined || platform === undefined) return [];
        const folder = folderOf(path, relocatable);
        return [{ version, path, ...(folder === undefined ? {} : { folder }), platform }];
      });
      return [...new Map(found.map((each) => [each.path, each])).values()];
    },
  };
}

const timeoutMs = 120_000;

/** What `pythonsLook` finds on a host. */
export async function pythonsOn(
  host: HostReader,
  environments: readonly string[],
): Promise<readonly HostPython[]> {
  const { variables } = await host.facts();
  const { pythons } = await lookAt(host, { pythons: pythonsLook(variables, environments) }, timeoutMs);
  return pythons;
}
