import { breakingRows, counted } from './breaking-rows.ts';

/** Main kernels of services that answer: the only ones whose ports are read. */
const read = `k.session_id = r.session AND k.cluster_role = 'main'
  AND r.status::text IN ('healthy', 'unhealthy', 'degraded', 'running') AND jsonb_typeof(k.service_ports) <> 'array'`;

/** 26.04 looks for a service's port in its kernel's list of ports (revision e3111d960208), and a list it must be. */
export const kernelPorts = breakingRows({
  code: 'database.kernel-ports',
  revision: 'e3111d960208',
  rows: {
    of: [
      'kernels.service_ports',
      'kernels.cluster_role',
      'kernels.session_id',
      'routings.session',
      'routings.status',
    ],
    select: `SELECT k.id, k.session_id, k.service_ports FROM kernels k JOIN routings r ON ${read} ORDER BY k.id`,
  },
  says: (count) =>
    `${counted(count, 'kernel of a service has', 'kernels of services have')} ports that are not a list; the migration aborts after it has committed a part of its work`,
  manual: "UPDATE kernels SET service_ports = '[]' for each",
  fixes: {
    does: (count) => `gives ${counted(count, 'kernel', 'kernels')} an empty list of ports`,
    statements: [{ sql: `UPDATE kernels k SET service_ports = '[]'::jsonb FROM routings r WHERE ${read}` }],
  },
});
