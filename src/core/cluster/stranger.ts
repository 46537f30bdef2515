/** A program of Backend.AI that no service of the cluster has started. */
export interface Stranger {
  /** The number of its main process, which leads its group. */
  readonly pid: number;
  /** As it calls itself: "backend.ai: manager local". */
  readonly title: string;
  /** The virtual environment that it runs from, where that can be seen. */
  readonly environment?: string;
}
