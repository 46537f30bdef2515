/** The path by which a unit of systemd, or its script, names the environment of a member. */
export interface EnvironmentName {
  /** Its folder is named as it is, without links. */
  readonly at: string;
  /** Whether the environment lies right there; otherwise a link leads to it. */
  readonly isFolder: boolean;
}
