import type { ComponentName } from '../../../core/cluster/inventory.ts';
import type { HostReader } from '../../../io/hosts/port.ts';
import { atMost } from '../../../lib/at-most.ts';
import { componentRun } from './component-run.ts';

/** A process that is a component of Backend.AI. */
export interface ProgramProcess {
  readonly pid: number;
  readonly component: ComponentName;
  /** What it was started with; only its name where it has renamed itself. */
  readonly words: readonly string[];
  readonly cwd: string | undefined;
  readonly variables: ReadonlyMap<string, string>;
  /** The environment that its modules are loaded from. */
  readonly environment: string | undefined;
  /** The unit of systemd that it belongs to. */
  readonly unit: string | undefined;
  readonly user: number | undefined;
  /** Workers of a main process; a component has one main process. */
  readonly isWorker: boolean;
}

const atOnce = 32;
const zeroed = (text: string | undefined): string[] => (text ?? '').split('\0').filter((word) => word !== '');

/** Of version 2 of control groups, and of version 1; a container's processes belong to no unit of ours. */
function unitIn(cgroup: string): string | undefined {
  const [path = ''] = cgroup
    .split('\n')
    .flatMap((line) => /^(?:0:|\d+:name=systemd):(\S+)/.exec(line)?.[1] ?? []);
  return path
    .split('/')
    .findLast((part) => part.endsWith('.service'))
    ?.replaceAll(/\\x2d/g, '-');
}

const isContained = (cgroup: string): boolean => /docker|containerd|libpod|kubepods/.test(cgroup);

async function readOne(host: HostReader, pid: number): Promise<ProgramProcess | undefined> {
  const read = (name: string) => host.readText(`/proc/${pid}/${name}`).catch(() => undefined);
  const words = zeroed(await read('cmdline'));
  const component = componentRun(words);
  if (component === undefined || component === 'watcher') return undefined;
  const [cgroup = '', environ, maps, facts, cwd] = await Promise.all([
    read('cgroup'),
    read('environ'),
    read('maps'),
    host.stat(`/proc/${pid}`).catch(() => undefined),
    host.ask({ argv: ['readlink', '-f', `/proc/${pid}/cwd`], timeoutMs: 10_000 }).catch(() => undefined),
  ]);
  if (isContained(cgroup)) return undefined;
  const variables = zeroed(environ).map(
    (each) => [each.split('=', 1)[0] ?? '', each.replace(/^[^=]*=/, '')] as const,
  );
  const folder = cwd?.stdout.trim();
  return {
    pid,
    component,
    words,
    cwd:
      cwd?.exitCode === 0 && folder !== '' && !folder?.startsWith('/proc/')
        ? folder
        : new Map(variables).get('PWD'),
    variables: new Map(variables),
    environment: /(?:^|\s)(\/.*?)\/lib\/python[\d.]+\/site-packages\//m.exec(maps ?? '')?.[1],
    unit: unitIn(cgroup),
    user: facts?.owner,
    isWorker: /\bworker-\d+/.test(words.join(' ')),
  };
}

/** All processes of a host that are components of Backend.AI, those in containers left out. */
export async function programProcesses(host: HostReader): Promise<readonly ProgramProcess[]> {
  const pids = (await host.list('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name)).map(Number);
  const found = await atMost(atOnce, pids, (pid) => readOne(host, pid));
  return found.filter((each) => each !== undefined);
}
