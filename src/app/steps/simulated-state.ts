import type { ApiPart } from '../../core/census/api-part.ts';
import type { Census, Counted } from '../../core/census/census.ts';
import type { Announcement } from '../../core/cluster/announcement-keys.ts';
import type { DatabaseSession } from '../../core/cluster/database-session.ts';
import type { LiveSession } from '../../core/cluster/live-session.ts';
import type { HeldPackage } from '../../core/components/plugins-among.ts';
import type { KernelState } from '../../core/workloads/kernel-state.ts';
import type { SimulatedFile } from '../../io/hosts/simulated-file.ts';
import type { ParkedProgram } from '../../io/services/port.ts';
import type { KernelContainer } from '../../io/workloads/kernel-containers.ts';

import type { SimulatedCopy } from './simulated-aside.ts';

/** What a simulated cluster is at a moment; steps change it, tests compare it. */
export interface SimulatedState {
  active: boolean;
  environment: string;
  /** What of it waits for its start. */
  parked?: ParkedProgram;
  /** The environment of what stands in for it. */
  standIn?: string;
  /** What managers have written into etcd of themselves. */
  registered: string[];
  rows: string[];
  /** The id of the database, which it keeps under any name; undefined while it has another name than its own. */
  database: string | undefined;
  /** Databases under other names, with their rows. */
  others: Map<string, SimulatedCopy<string[]>>;
  etcd: string;
  /** What users read. */
  announcement: Announcement;
  /** Of the member's file of configuration. */
  configuration: string;
  /** What lies on the member's host beside that. */
  readonly files: Map<string, SimulatedFile>;
  /** Kernels that the managers believe to run on the member. */
  kernels: number;
  /** Sessions that have not ended, and whether the managers answer. */
  sessions: readonly LiveSession[];
  answers: boolean;
  /** What the managers' API answers. */
  answered: readonly ApiPart[];
  frozen: boolean;
  /** The agents that take sessions, and how many replicas the one endpoint should have. */
  schedulable: string[];
  replicas: number;
  /** Whether the older release can read what a newer one pickled. */
  readable: boolean;
  /** The containers of the member's kernels, and what the managers know of kernels. */
  containers: readonly KernelContainer[];
  known: Readonly<Record<string, KernelState>>;
  readonly built: Set<string>;
  /** What the database holds, and what agents offer. */
  holds: Census;
  offers: Counted;
  /** What environments hold beside nothing, by their folders. */
  held: Readonly<Record<string, readonly HeldPackage[]>>;
  /** Where the one resource group finds its proxy. */
  door: string;
  /** Names in the table of slots. */
  slots: string[];
  /** Sessions of other programs at the database. */
  visitors: readonly DatabaseSession[];
  /** Rows of the revision table of the member's own database; undefined where there is none. */
  own: string[] | undefined;
}

/** A member of 24.03 that runs, with one revision and nothing else to speak of. */
export function simulatedState(more: Partial<SimulatedState> = {}): SimulatedState {
  return {
    active: true,
    environment: '/e/manager-1',
    registered: ['nodes/manager/i-m1'],
    rows: ['a'],
    database: 'the first',
    others: new Map(),
    etcd: 'as it was',
    announcement: { single: 'as it was' },
    configuration: '[agent]\nscaling-group = "a"\n[secrets]\napi_secret = "s3cret"\n',
    files: new Map(),
    kernels: 0,
    sessions: [],
    answers: true,
    answered: [],
    frozen: false,
    schedulable: ['i-a1'],
    replicas: 2,
    readable: true,
    containers: [],
    known: {},
    built: new Set(),
    holds: { kinds: {}, tables: {} },
    offers: { count: 0, rows: {} },
    held: {},
    door: 'http://127.0.0.1:5050',
    slots: ['cpu'],
    visitors: [],
    own: undefined,
    ...more,
  };
}
