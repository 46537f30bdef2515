/** Counts what has come over the network. */
export interface Meter {
  bytes: number;
}
