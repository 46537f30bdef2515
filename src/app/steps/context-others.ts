import type { DatabaseSession } from '../../core/cluster/database-session.ts';

/** Who else is at a database, and what becomes of sessions there. */
export interface ContextOthers {
  /** Sessions at it that are not ours; the members' among them. */
  others(): Promise<readonly DatabaseSession[]>;
  /** Ends sessions, and those alone. @returns those that our role may not end */
  endOthers(sessions: readonly DatabaseSession[]): Promise<readonly DatabaseSession[]>;
  /** Whether our role may end sessions of other roles. */
  mayEndOthers(): Promise<boolean>;
  /** What the server ends sessions of our role by. */
  timeouts(): Promise<readonly string[]>;
}
