import { lacksProject } from '../../io/configstore/registries.ts';
import type { Check, CheckInput } from './check.ts';

/** The first line whose registries live in the database. */
const moved = '24.09';

const crosses = ({ from, to }: CheckInput['hops'][number]): boolean => from < moved && to >= moved;

/** 24.09 moves the registries from etcd to the database and aborts for one without a project (revision 1d42c726d8a3). */
export const registryProject: Check = {
  code: 'etcd.registry-project',
  find: ({ snapshot, hops }) => {
    if (!hops.some(crosses)) return [];
    return snapshot.registries.filter(lacksProject).map(({ host, projectKey }) => ({
      code: 'etcd.registry-project',
      severity: 'blocker',
      subject: host,
      summary: `the registry ${host} has no project in etcd; the 24.09 migration aborts without it`,
      hint: `set it: backend.ai mgr etcd put ${projectKey} NAME[,NAME…]`,
      source: 'revision 1d42c726d8a3; vendor issue 2949; seen in trials',
    }));
  },
};
