/** An agent as the manager has it. */
export interface AgentRow {
  readonly status: string;
  readonly version: string;
}
