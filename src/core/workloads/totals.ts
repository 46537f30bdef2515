/** How many workloads a cluster has. */
export interface WorkloadTotals {
  /** Sessions that run. */
  readonly running: number;
  /** Sessions on their way up or down: a stop now would leave them so. */
  readonly inFlight: number;
  /** Sessions that wait for a place. */
  readonly pending: number;
  /** Sessions that failed and have not ended; absent where nobody has counted more than the above. */
  readonly failed?: number;
  /** Sessions that run, by kind. */
  readonly kinds?: Readonly<Record<string, number>>;
  /** People who have sessions that have not ended. */
  readonly owners?: number;
  /** Service endpoints that are not destroyed. */
  readonly endpoints?: number;
  /** Folders that a storage-proxy clones or deletes. */
  readonly folders?: number;
  /** Background tasks under way, where Redis tells. */
  readonly tasks?: number;
  /** Files that are uploaded at this moment. */
  readonly uploads?: number;
}
