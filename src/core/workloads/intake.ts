/** An endpoint that should have sessions. */
export interface EndpointReplicas {
  readonly id: string;
  readonly name: string;
  readonly replicas: number;
  /** From 25.15 on, the number that counts where there is one: managers write it by themselves. */
  readonly desired: number | null;
}

/** What lets sessions begin. */
export interface Intake {
  /** Ids of the agents that sessions may be given a place on. */
  readonly schedulable: readonly string[];
  /** Service endpoints that are not destroyed, nor about to be. */
  readonly endpoints: readonly EndpointReplicas[];
}
