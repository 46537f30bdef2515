import type { Check } from './check.ts';

const sameDatabase = 'store.same-database';
const sameServer = 'store.same-server';

/** An upgrade renames, copies and restores that database: the record of how it went would go with it. */
export const storeSameDatabase: Check = {
  code: sameDatabase,
  stands: true,
  find: ({ snapshot: { cluster, storeBeside } }) =>
    storeBeside?.is === 'same-database'
      ? [
          {
            code: sameDatabase,
            severity: 'blocker',
            subject: cluster,
            summary: `${storeBeside.store} is the database that is upgraded (${storeBeside.database})`,
            hint: 'give runs a database of their own, on another server: store.postgres in cluster.yaml',
          },
        ]
      : [],
};

/** Whoever must go back because that server fails needs the journal that is on it. */
export const storeSameServer: Check = {
  code: sameServer,
  stands: true,
  find: ({ snapshot: { cluster, storeBeside } }) =>
    storeBeside?.is === 'same-server'
      ? [
          {
            code: sameServer,
            severity: 'warning',
            subject: cluster,
            summary: `${storeBeside.store} is on the server of the database that is upgraded (${storeBeside.database}): whatever befalls it befalls the record of the run`,
            hint: `name a store on another server: store.postgres in cluster.yaml. To keep it there: --accept ${sameServer}`,
          },
        ]
      : [],
};
