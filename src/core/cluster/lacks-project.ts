import type { RegistrySnapshot } from './snapshot.ts';

/** The release whose revision knows no registry without a project but Docker Hub. */
const first = '24.09.0';

/**
 * Whether the move to the database aborts on this registry for want of a project: only Docker Hub, and from 24.09.1 on a
 * local one, may go without. Source: `migrate_data_etcd_to_psql` in revision 1d42c726d8a3 at 24.09.0 and 24.09.1.
 * @param to where the hop goes to
 */
export function lacksProject(
  { projects, type, host }: Pick<RegistrySnapshot, 'projects' | 'type' | 'host'>,
  to: string,
): boolean {
  if (projects.length > 0 || (type === 'local' && to !== first)) return false;
  return !(type === 'docker' && host === 'index.docker.io');
}
