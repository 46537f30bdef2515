import type { StoreBeside } from '../../core/cluster/store-beside.ts';
import type { Finding } from '../../lib/finding.ts';
import type { Check } from './check.ts';

type Said = Pick<Finding, 'severity' | 'summary' | 'hint'>;

/** What is said of a store that is where the cluster's databases are. */
const beside = (code: string, is: StoreBeside['is'], said: (found: StoreBeside) => Said): Check => ({
  code,
  stands: true,
  find: ({ snapshot: { cluster, storeBeside } }) =>
    storeBeside?.is === is ? [{ code, subject: cluster, ...said(storeBeside) }] : [],
});

/** An upgrade renames, copies and restores that database: the record of how it went would go with it. */
export const storeSameDatabase = beside('store.same-database', 'same-database', ({ store, database }) => ({
  severity: 'blocker',
  summary: `${store} is the database that is upgraded (${database})`,
  hint: 'give runs a database of their own, on another server: store.postgres in cluster.yaml',
}));

/** Whoever must go back because that server fails needs the journal that is on it. */
export const storeSameServer = beside('store.same-server', 'same-server', ({ store, database }) => ({
  severity: 'warning',
  summary: `${store} is on the server of the database that is upgraded (${database}): whatever befalls it befalls the record of the run`,
  hint: 'name a store on another server: store.postgres in cluster.yaml. To keep it there: --accept store.same-server',
}));
