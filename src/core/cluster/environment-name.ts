/** The path by which a unit of systemd, or its script, names the environment of a member. */
export interface EnvironmentName {
  /** Its folder is named as it is, without links. New environments have this name with their release behind it. */
  readonly at: string;
  /** Whether the environment lies right there; otherwise a link leads to it. */
  readonly isFolder: boolean;
  /** Of a path that cannot become a link: it stays as it is, and its unit is to name another one. */
  readonly stays?: {
    readonly path: string;
    /** In words: "it is a mount point". */
    readonly because: string;
    /** Whether the unit's own command names the path, so that a drop-in can name another one. */
    readonly isNamed: boolean;
  };
}
