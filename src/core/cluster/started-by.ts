/** How a member's service starts it, without a secret. */
export interface StartedBy {
  /** Its variables that win over a key of its file. */
  readonly winning: readonly { readonly name: string; readonly key: string }[];
  /** The folder that it is started in. */
  readonly cwd: string;
  /** The configuration file that the service names, absolute; absent where the program looks for one. */
  readonly file?: string;
  /** What is started, where that is no program of the vendor's. */
  readonly untried?: string;
  /** Folders of `PYTHONPATH`, in which it finds modules before those of its environment. */
  readonly modules?: string;
  /** Where it finds its etcd and its database, by its file and those variables. */
  readonly sees: {
    readonly etcd?: string;
    readonly namespace?: string;
    readonly database?: string;
    readonly databaseName?: string;
  };
  /** Numbers of the user that its process belongs to and of the one that baiup is, where they differ. */
  readonly user?: { readonly its: number; readonly ours: number };
}
