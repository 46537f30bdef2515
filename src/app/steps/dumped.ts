/** A dump that was made. */
export interface Dumped {
  /** Bytes. */
  readonly size: number;
  /** Where it is, if it is not in the run's folder: a host, and the folder there. */
  readonly host?: string;
  readonly folder?: string;
}
