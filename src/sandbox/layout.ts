import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ComponentName } from '../core/cluster/inventory.ts';
import { usageError } from '../lib/errors.ts';
import { stateHome } from '../lib/state-home.ts';
import { memberOf } from './members.ts';

/** Components put names of up to 47 characters into it, and Linux allows 107 for a socket's whole path. */
const longestSocketFolder = 60;

/** Every process of a sandbox has this variable, with the sandbox's folder as value. */
export const sandboxMarker = 'BAIUP_SANDBOX';

export function sandboxesFolder(): string {
  return join(stateHome(), 'sandboxes');
}

/** Where everything of a sandbox is kept. */
export interface Layout {
  readonly name: string;
  readonly folder: string;
  readonly record: string;
  readonly fixtures: string;
  /** Written once database and etcd are whole. */
  readonly prepared: string;
  readonly cluster: string;
  readonly lock: string;
  readonly volume: string;
  /** For sockets: short, and outside of `folder` where that is too long. */
  readonly sockets: string;
  /** Which Docker daemon a docker agent uses. */
  readonly docker: string;
  readonly server: (name: 'postgres' | 'redis' | 'etcd' | 'docker') => string;
  readonly workdir: (component: ComponentName) => string;
  readonly config: (component: ComponentName) => string;
  readonly service: (component: ComponentName) => string;
  readonly environment: (component: ComponentName, version: string) => string;
  readonly log: (name: string) => string;
}

/** @throws BaiupError `sandbox.name` (exit 64) for a name that no cluster may have. */
export function layoutOf(name: string): Layout {
  if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(name)) {
    throw usageError(
      'sandbox.name',
      `"${name}" is not a name for a sandbox: use lower-case letters, digits and dashes`,
    );
  }
  const folder = join(sandboxesFolder(), name);
  const workdir = (component: ComponentName) => join(folder, component);
  return {
    name,
    folder,
    record: join(folder, 'sandbox.json'),
    fixtures: join(folder, 'fixtures.json'),
    prepared: join(folder, 'prepared.json'),
    cluster: join(folder, 'cluster.yaml'),
    lock: join(folder, 'up.lock'),
    docker: join(folder, 'docker.json'),
    volume: join(folder, 'volumes', 'volume1'),
    sockets: socketFolder(folder),
    server: (server) => join(folder, 'servers', server),
    workdir,
    config: (component) => join(workdir(component), memberOf(component).configName),
    service: (component) => join(folder, 'services', memberOf(component).id),
    environment: (component, version) => join(folder, 'environments', `${component}-${version}`),
    log: (log) => join(folder, 'logs', `${log}.log`),
  };
}

function socketFolder(folder: string): string {
  const inside = join(folder, 'ipc');
  if (inside.length <= longestSocketFolder) return inside;
  const short = createHash('sha256').update(folder).digest('hex').slice(0, 12);
  return join(tmpdir(), `baiup-${process.getuid?.() ?? 0}-${short}`);
}
