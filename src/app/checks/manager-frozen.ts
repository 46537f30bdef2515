import type { Check } from './check.ts';

/**
 * A frozen manager answers everybody who asks how it is, and refuses whoever wants something. An operator may have
 * frozen it on purpose; a rollback that was cut does so too, before it goes back.
 */
export const managerFrozen: Check = {
  code: 'manager.frozen',
  find: ({ snapshot: { managerStatus, cluster } }) =>
    managerStatus === 'frozen'
      ? [
          {
            code: 'manager.frozen',
            severity: 'warning',
            subject: cluster,
            summary: 'the managers are frozen: they refuse new sessions and all other changes by users',
            hint: 'where a run of baiup was cut, go on with it first (baiup runs); else, once it may serve: baiup check --fix manager.frozen',
          },
        ]
      : [],
  fix: {
    make: () => ({
      kind: 'etcd',
      does: 'lets the managers serve again',
      puts: [{ key: 'manager/status', value: 'running' }],
    }),
  },
};
