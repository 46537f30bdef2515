import type { LiveSession } from '../../core/cluster/live-session.ts';

/** A member's service of a simulated cluster. */
export interface SimulatedService {
  /** What it runs from at its next start, and what it runs from now. */
  environment: string;
  runs: string | undefined;
  /** It runs and never answers. */
  hangs?: boolean;
  /** What of it waits for its start. */
  parked?: string | undefined;
  /** The environment of what stands in for it. */
  standIn?: string | undefined;
}

/** A database of a simulated cluster. */
export interface Data {
  /** Rows of `alembic_version`. */
  alembic: string[];
  /** Revisions that its tables have. */
  applied: string[];
  /** What managers have written, each with its release. */
  rows: string[];
  /** Agents that take sessions, and the sessions that there are. */
  schedulable: string[];
  sessions: readonly LiveSession[];
  /** How many replicas the one endpoint should have. */
  replicas: number;
}
