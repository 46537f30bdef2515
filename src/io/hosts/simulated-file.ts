import type { HostFile } from './port.ts';

/** A file of a simulated host: its content, and its kind where it is no regular one. */
export interface SimulatedFile {
  readonly content: string;
  readonly kind?: HostFile['kind'];
  readonly modified?: number;
  readonly mode?: number;
  /** Of a link. */
  readonly leadsTo?: string;
}

/** By absolute path; a folder is there where something is in it, or where one was made. */
export type SimulatedFiles = Map<string, SimulatedFile>;
