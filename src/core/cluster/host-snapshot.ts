import type { HostPython } from './host-python.ts';
import type { ManualProcess } from './unit-snapshot.ts';

/** What could not be had of a host: why, and what to type next. */
export interface HostTold {
  readonly why: string;
  readonly hint?: string;
}

/** What is free where a folder is, or will be. */
export interface HostRoom {
  readonly path: string;
  /** Where its file system is mounted: folders of one share what is free. */
  readonly mount: string;
  /** Bytes. */
  readonly free: number;
  /** How many more files there may be; undefined where its file system has no such limit. */
  readonly files: number | undefined;
}

/** A balancer on a host, and what stands behind it. */
export interface HostBalancer {
  /** Where it listens. */
  readonly ports: readonly number[];
  readonly servers: readonly { readonly host: string; readonly port: number }[];
  /** Seconds after which it cuts a connection on which nothing is said; undefined where it does not. */
  readonly idleSeconds?: number;
}

/** A host as it was found. */
export interface HostSnapshot {
  readonly name: string;
  /** It does not answer: nothing is known of it, nor of its members. The code says why in one word. */
  readonly away?: HostTold & { readonly code: string };
  /** It answers, but what it has cannot be read. */
  readonly unread?: string;
  /** We may not be root there; absent where we may, or where nobody has asked. */
  readonly noRoot?: HostTold;
  /** Seconds by which its clock is ahead of the clock of this machine, and how exact that is; absent for this machine. */
  readonly clock?: { readonly ahead: number; readonly within: number };
  /** The Pythons that run there; absent where nobody has asked. */
  readonly pythons?: readonly HostPython[];
  /** Programs of Backend.AI beside the units that should run them. */
  readonly manual?: readonly ManualProcess[];
  /** What is free where new environments go; absent where nobody has asked. */
  readonly rooms?: readonly HostRoom[];
  /** Bytes of memory that programs may still take; absent where nobody has asked. */
  readonly memory?: number;
  /**
   * Whether connections that wait for a program that ends go over to another one that listens beside it; absent where
   * nobody has asked, or where its kernel cannot (before Linux 5.14).
   */
  readonly handsOver?: boolean;
  readonly balancers?: readonly HostBalancer[];
  /** The same for two names of one machine; absent where nobody has asked, or where it cannot be told. */
  readonly machine?: string;
  /** Its own addresses; absent where nobody has asked. */
  readonly addresses?: readonly string[];
}
