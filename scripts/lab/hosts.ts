import type { ComponentName } from '../../src/core/cluster/inventory.ts';

/**
 * How a service comes to its Python: a script that activates `.venv`, the same by way of pyenv, a unit that names the
 * environment's python, one that names its `backend.ai`.
 */
type Manner = 'script' | 'pyenv' | 'python' | 'command';

export interface LabMember {
  readonly component: ComponentName;
  /** Without `.service`. */
  readonly unit: string;
  readonly manner: Manner;
  /** Its working folder in the home of `bai`. */
  readonly folder: string;
  /** Where the environment lies really, from that home; `.venv` of the folder is a link to it where it is elsewhere. */
  readonly environment: string;
  readonly user: 'bai' | 'root';
  /** A watcher beside an agent, from the same environment. */
  readonly hasWatcher?: boolean;
  /** A timer starts it again every day. */
  readonly isRestartedDaily?: boolean;
  /** An agent's sessions run in containers, where the host can have a Docker daemon; else in name only. */
  readonly wantsDocker?: boolean;
}

export interface LabHost {
  readonly name: string;
  /** Last part of its address. */
  readonly number: number;
  /** PostgreSQL, Redis and etcd. */
  readonly isDatabase?: boolean;
  /** HAProxy in front of all managers. */
  readonly isBalancer?: boolean;
  readonly members: readonly LabMember[];
}

const manager = { component: 'manager', folder: 'manager', user: 'bai' } as const;
const agent = { component: 'agent', unit: 'backendai-agent', folder: 'agent' } as const;

const database: LabHost = { name: 'db', number: 10, isDatabase: true, members: [] };

const m1: LabHost = {
  name: 'm1',
  number: 11,
  members: [
    {
      ...manager,
      unit: 'backendai-manager',
      manner: 'script',
      environment: 'manager/.venv',
      isRestartedDaily: true,
    },
  ],
};
const m2: LabHost = {
  name: 'm2',
  number: 12,
  members: [
    {
      ...manager,
      unit: 'bai-manager@2',
      manner: 'pyenv',
      environment: '.pyenv/versions/PYTHON/envs/backendai-manager',
    },
  ],
};
const st1: LabHost = {
  name: 'st1',
  number: 21,
  members: [
    {
      component: 'storage-proxy',
      unit: 'backendai-storage-proxy',
      manner: 'python',
      folder: 'storage-proxy',
      environment: 'storage-proxy/.venv',
      user: 'bai',
    },
  ],
};
const web1: LabHost = {
  name: 'web1',
  number: 31,
  isBalancer: true,
  members: [
    {
      component: 'webserver',
      unit: 'backendai-webserver',
      manner: 'command',
      folder: 'webserver',
      environment: 'webserver/.venv',
      user: 'bai',
    },
  ],
};
const a1: LabHost = {
  name: 'a1',
  number: 41,
  members: [{ ...agent, manner: 'script', environment: 'worker-venv', user: 'root', hasWatcher: true }],
};
const a2: LabHost = {
  name: 'a2',
  number: 42,
  members: [{ ...agent, manner: 'command', environment: 'agent/.venv', user: 'bai' }],
};
const a3: LabHost = {
  name: 'a3',
  number: 43,
  members: [{ ...agent, manner: 'python', environment: 'agent/.venv', user: 'root', wantsDocker: true }],
};

const bare = (name: string, number: number): LabHost => ({ name, number, members: [] });

/** What labs there are: a whole cluster, one small enough for a test, and one or two hosts without a cluster. */
export const shapes = {
  whole: [database, m1, m2, st1, web1, a1, a2, a3],
  small: [{ ...m1, isDatabase: true }, a1, a2],
  single: [bare('h1', 11)],
  pair: [bare('h1', 11), bare('h2', 12)],
} as const satisfies Readonly<Record<string, readonly LabHost[]>>;

export type Shape = keyof typeof shapes;
