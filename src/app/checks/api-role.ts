import type { Drain } from '../../core/workloads/drain.ts';
import type { Check } from './check.ts';

const code = 'api.role';

/** Whether it ends sessions by the managers' API: those of other people too. */
const ends = ({ policy, kinds = {}, labels = {} }: Drain): boolean =>
  [policy, ...Object.values(kinds), ...Object.values(labels)].some(
    (each) => each !== 'wait' && each !== 'give-up',
  );

/** A drain would find out at its deadline only, when everybody has waited. */
export const apiRole: Check = {
  code,
  find: ({ inventory, drain, snapshot }) => {
    if (snapshot.apiRole === undefined || !drain || !ends(drain)) return [];
    return [
      {
        code,
        severity: 'blocker',
        subject: inventory.api.url,
        summary: `the key in api.accessKey is of ${snapshot.apiRole}, who may not freeze the managers nor end sessions of others; this drain does both`,
        hint: 'give api.accessKey and api.secretKey of a superadmin in cluster.yaml',
      },
    ];
  },
};
