import type { RegistrySnapshot } from '../../core/cluster/snapshot.ts';
import type { Check, CheckInput } from './check.ts';

/** The first line whose registries live in the database. */
const moved = '24.09';

const crosses = ({ from, to }: CheckInput['hops'][number]): boolean => from < moved && to >= moved;

/** Local registries and Docker Hub's own host need no project. */
function needsProject({ type, host, project }: RegistrySnapshot): boolean {
  if (project !== undefined && project !== '') return false;
  return type !== 'local' && !(type === 'docker' && host === 'index.docker.io');
}

/** 24.09 moves the registries from etcd to the database and aborts for one without a project (revision 1d42c726d8a3). */
export const registryProject: Check = {
  code: 'etcd.registry-project',
  find: ({ snapshot, hops }) => {
    if (!hops.some(crosses)) return [];
    return snapshot.registries.filter(needsProject).map(({ host }) => ({
      code: 'etcd.registry-project',
      severity: 'blocker',
      subject: host,
      summary: `config/docker/registry/${host} has no project; the 24.09 migration aborts without it`,
      hint: `set it: backend.ai mgr etcd put config/docker/registry/${host}/project NAME[,NAME…]`,
      source: 'revision 1d42c726d8a3; vendor issue 2949; seen in trials',
    }));
  },
};
