/** Versions of the servers beside a cluster's components, as they say themselves; one that does not tell has none. */
export interface ServerVersions {
  readonly redis?: string;
  readonly etcd?: string;
}
