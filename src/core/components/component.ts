import type { ComponentName } from '../cluster/inventory.ts';
import type { HostFiles } from './host-files.ts';
import type { KernelRegistry } from './kernel-registry.ts';

/** What can be asked of a running component over HTTP. */
export interface HttpProbe {
  readonly path: string;
  /** Takes the version out of the parsed answer, in any spelling; undefined where it has none. */
  readonly version?: (body: unknown) => string | undefined;
  /** Whether it must be signed with the keypair of cluster.yaml. */
  readonly signed?: boolean;
}

/** Whose Alembic history a component's wheel carries, and so whose database it is. */
export type HistoryOwner = 'manager' | 'coordinator';

/** Where a component's endpoint is in its file: keys of an address or of its two parts, each first one that is set. */
interface EndpointKeys {
  readonly address?: readonly string[];
  readonly host?: string;
  readonly port?: string;
  /** What the program takes where its file does not tell; a port that it must be told is none. */
  readonly unless: { readonly host: string; readonly port?: number };
}

/**
 * What a second process of a component must have of its own while both listen at the same addresses; all else is as in
 * the member's file. Sources: `server.py` and `config.py` of the vendor's tags 23.09.10 to 26.8.1: all its listeners have
 * `reuse_port=True`, names of sockets hold the number of who made them, and ports of the monitor count up with the workers.
 */
export interface StandIn {
  /** The key of the folder for its sockets. */
  readonly sockets: string;
  readonly pidFile: string;
  /** The key of the name that it has for others, which must be unique; none where the name leads to settings in etcd. */
  readonly id?: string;
  /** Keys of ports that two processes cannot share, with names that they had before. */
  readonly ports?: readonly { readonly key: string; readonly formerly?: readonly string[] }[];
  /** A value of a key with which two processes must not run side by side, and why. */
  readonly except?: { readonly key: string; readonly value: string; readonly why: string };
  /** Below which keys of etcd it says that it serves, and takes that back when it ends, also for the other one. */
  readonly registersAt?: string;
}

/** What a component is known by on a host that nobody has described. Sources: its `server.py` and `config.py`. */
export interface Traces {
  /** What ids of its members begin with: `m` of m1. */
  readonly id: string;
  /** The group of `backend.ai` whose `start-server` runs it. */
  readonly group: string;
  /** What its process calls itself after `backend.ai: `. */
  readonly title: string;
  /** Names of the configuration file that it looks for, in this order. */
  readonly files: readonly string[];
  readonly endpoint: EndpointKeys;
}

/**
 * What differs between the components, declared. Nothing else in baiup branches on a component's name.
 * Sources: the vendor's wheels 24.03.7 to 24.09.14, of the proxies to 26.09.6.
 */
export interface Component {
  readonly name: ComponentName;
  /** As an operator calls it: "manager", "storage-proxy". */
  readonly title: string;
  /** The releases that have it, where not all do, as two ranges: `>=24.03.7` and `<25.13`. */
  readonly releases?: { readonly since: string; readonly until?: string };
  /** Distributions that one environment holds, all at the cluster's version: the first is the component itself. */
  readonly distributions: readonly [string, ...string[]];
  /** The module that `python -m` runs to serve. */
  readonly module: string;
  readonly traces: Traces;
  /** Arguments of the module, given the configuration file. */
  readonly serveArguments: (config: string) => readonly string[];
  /**
   * Variables that win over a key of its file, with that key's dotted name; none unless told. Sources: `load` of the
   * manager's `config.py` and its later `config/constant.py`, of the agent's `server.py`, of the storage-proxy's
   * `config.py` and its later `config/loaders.py`, the same from 22.09.23 to 26.8.1.
   */
  readonly overrides?: Readonly<Record<string, string>>;
  /** Agents are only ever asked by SIGINT: by their source SIGTERM may end their sessions. */
  readonly stopSignal: 'SIGINT' | 'SIGTERM';
  /** Milliseconds until a stop is cut short. */
  readonly stopTimeoutMs: number;
  /** Milliseconds until a start counts as failed. */
  readonly startTimeoutMs: number;
  /** How often it is started again where it ends by itself while starting; never unless told. */
  readonly restarts?: number;
  /**
   * Seconds until it answers where a whole cluster starts at once on one two-core machine, from a line (YY.MM) on;
   * nearly all of it is Python importing. Measured: sandboxes at nine releases from 24.09.6 to 26.09.6.
   */
  readonly startSeconds: Readonly<Record<string, number>>;
  /** Megabytes that its program takes while it waits parked for its start, from a line (YY.MM) on. Measured likewise. */
  readonly parkedMegabytes: Readonly<Record<string, number>>;
  /** Modules that its program imports only once it serves; none unless told. */
  readonly imports?: readonly string[];
  /** The Alembic history in its wheel. A coordinator's is that of the database of its own. */
  readonly history?: HistoryOwner;
  /** What it writes to while it runs: a capture waits until every writer has stopped. */
  readonly writes: readonly ('database' | 'etcd')[];
  /**
   * Whether agents tell it by the stream of events in Redis that they start, end and live. It acknowledges what it has
   * read, and what it has not when it stops is told again: up to 25.05 each second for ever, because what is claimed
   * anew is never acknowledged (`read_stream_by_group` of ai/backend/common/redis_helper.py), later once after 5 minutes.
   */
  readonly isToldOfAgents?: true;
  /** What it writes on its host, and what becomes of that on the way back. */
  readonly hostFiles: readonly HostFiles[];
  /** Agents: how they know their kernels again after a restart. */
  readonly kernels?: KernelRegistry;
  /** Components of the cluster that must have stopped before this one is stopped. */
  readonly stopAfter: readonly ComponentName[];
  /** Components that it cannot answer without: once none of their processes lives, nobody waits for it. */
  readonly answersThrough?: readonly ComponentName[];
  /** Components that must answer before this one is started. */
  readonly startAfter: readonly ComponentName[];
  /** Its own version endpoint; agents of these lines have none and are asked through the database. */
  readonly versionProbe?: HttpProbe;
  /** Asked where the version endpoint has no version yet: it works, and its version is that of its environment. */
  readonly statusProbe?: HttpProbe;
  /**
   * Keys of its configuration that allow and block plugins by their import paths, and the group that they are about
   * without its version; all groups unless told. Source: `scan_entrypoints` in ai/backend/plugin/entrypoint.py.
   */
  readonly pluginLists?: { readonly allow: string; readonly block: string; readonly group?: string };
  /** Keys of its configuration that say whether its endpoint speaks TLS, and with which certificate. */
  readonly tls?: { readonly on: string; readonly certificate: string };
  /** How a second process of it serves beside the first, so that no request is lost; none can where it is absent. */
  readonly standIn?: StandIn;
  /** A path that does real work: green on `/` proves nothing (a manager answered 200 there while all else was 500). */
  readonly workProbe?: HttpProbe;
}
