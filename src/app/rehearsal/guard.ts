import { BaiupError, exitCode } from '../../lib/errors.ts';

/** What the doors of a rehearsal say of where they lead. */
export interface Doors {
  /** PostgreSQL's data folder, as the server that will be migrated names it. */
  readonly dataFolder: string;
  /** Who holds a lock in the etcd that will be changed, and in the cluster's. */
  readonly scratchLock: string | undefined;
  readonly clusterLock: string | undefined;
}

/**
 * Proves before the first revision that neither database nor etcd is the cluster's: the server must run from our own
 * scratch folder, and a mark put into the scratch etcd must be there and nowhere else.
 * @throws BaiupError `rehearsal.not-a-copy`
 */
export function guard({ dataFolder, scratchLock, clusterLock }: Doors, scratch: string, mark: string): void {
  const wrong =
    dataFolder !== scratch
      ? `the database to be migrated lies in ${dataFolder}, not in the rehearsal's folder`
      : scratchLock !== mark
        ? "the etcd to be changed is not the rehearsal's"
        : clusterLock === mark
          ? "the etcd to be changed is the cluster's"
          : undefined;
  if (wrong === undefined) return;
  throw new BaiupError('rehearsal.not-a-copy', `${wrong}: nothing is rehearsed`, {
    exit: exitCode.refused,
    left: 'nothing was changed',
  });
}
