/** A kernel as the managers' database has it. */
export interface KernelState {
  /** Of its session. */
  readonly name: string;
  /** `RUNNING`, `TERMINATED` … */
  readonly status: string;
  /** Why it has that status: `user-requested`, `self-terminated` … */
  readonly info: string;
}
