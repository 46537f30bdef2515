/** Something that a manager, an agent or a storage-proxy does for somebody who does not wait: it ends with its program. */
export interface BackgroundTask {
  readonly id: string;
  /** `clone_vfolder`, `push_image` …, where the release tells it: from 25.13 on, of tasks that are tried again. */
  readonly name?: string;
  /** The program that carries it out, where the release tells it. */
  readonly server?: string;
  /** What it said last. */
  readonly message?: string;
  /** Done and all of its parts, where it counts them. */
  readonly progress?: { readonly done: number; readonly all: number };
  /** When it was heard of last, milliseconds since the epoch: one whose program was killed never ends by itself. */
  readonly heard?: number;
}
