import { resolve } from 'node:path';
import type { Inventory, Member } from '../../core/cluster/inventory.ts';
import { memberNamed } from '../../core/cluster/member-named.ts';
import type { StartedBy } from '../../core/cluster/started-by.ts';
import type { Finding } from '../../lib/finding.ts';
import type { Check } from './check.ts';

type Told = Omit<Finding, 'code' | 'subject'>;

/** A check that looks at how each member is started. */
function startedCheck(
  code: string,
  look: (started: StartedBy, member: Member, inventory: Inventory) => readonly Told[],
): Check {
  return {
    code,
    find: ({ inventory, snapshot }) =>
      snapshot.components.flatMap(({ id, startedBy }) =>
        startedBy
          ? look(startedBy, memberNamed(inventory, id), inventory).map((told) => ({
              code,
              subject: id,
              ...told,
            }))
          : [],
      ),
  };
}

/** Variables win over the file, so whoever reads the file alone sees another configuration than the program has. */
export const serviceVariables = startedCheck('service.variables', ({ winning }, { id, config }) =>
  winning.length === 0
    ? []
    : [
        {
          severity: 'info',
          summary: `the service of ${id} sets ${winning.map(({ name }) => name).join(', ')}: they win over ${config} (${winning.map(({ key }) => key).join(', ')})`,
          hint: 'nothing has to be done: the new programs and the migrations are started with them too',
        },
      ],
);

const isLocal = (host: string): boolean => ['localhost', '127.0.0.1', '::1'].includes(host);
const isSame = (seen: string, { host, port }: { readonly host: string; readonly port: number }): boolean =>
  seen === `${host}:${port}` ||
  (isLocal(host) && isLocal(seen.slice(0, seen.lastIndexOf(':'))) && seen.endsWith(`:${port}`));

function otherName(
  what: string,
  key: string,
  seen: string | undefined,
  meant: string,
  { id, config }: Member,
): Told[] {
  if (seen === undefined || seen === meant) return [];
  return [
    {
      severity: 'blocker',
      summary: `${id} works with the ${what} "${seen}", and cluster.yaml names "${meant}"`,
      hint: `correct "${key}" in cluster.yaml, or what ${config} and the variables of the service of ${id} say`,
    },
  ];
}

function otherAddress(
  what: string,
  key: string,
  seen: string | undefined,
  meant: Inventory['etcd' | 'database'],
  { id }: Member,
): Told[] {
  if (seen === undefined || isSame(seen, meant)) return [];
  return [
    {
      severity: 'info',
      summary: `${id} finds its ${what} at ${seen}, and cluster.yaml names ${meant.host}:${meant.port}: before anything stops, its migrations look whether that is the same server`,
      hint: `if it is another, correct "${key}" in cluster.yaml`,
    },
  ];
}

/** A member of another cluster: its migrations would change that one. */
export const serviceElsewhere = startedCheck('service.elsewhere', ({ sees }, member, { etcd, database }) => [
  ...otherName('etcd namespace', 'etcd.namespace', sees.namespace, etcd.namespace, member),
  ...otherAddress('etcd', 'etcd.host', sees.etcd, etcd, member),
  ...(member.component === 'manager'
    ? [
        ...otherName('database', 'database.name', sees.databaseName, database.name, member),
        ...otherAddress('database', 'database.host', sees.database, database, member),
      ]
    : []),
]);

/** What is read, changed and kept is the file of cluster.yaml. */
export const serviceFile = startedCheck('service.file', ({ file }, { id, config }) =>
  file === undefined || file === resolve(config)
    ? []
    : [
        {
          severity: 'blocker',
          summary: `the service of ${id} reads ${file}, and cluster.yaml names ${config}`,
          hint: `correct "config" of ${id} in cluster.yaml`,
        },
      ],
);

/** Relative paths of its files count from there. */
export const serviceFolder = startedCheck('service.folder', ({ cwd }, { id, workdir }) =>
  resolve(cwd) === resolve(workdir)
    ? []
    : [
        {
          severity: 'warning',
          summary: `the service of ${id} is started in ${cwd}, and cluster.yaml names ${workdir}`,
          hint: `correct "workdir" of ${id} in cluster.yaml; accept it where both are the same folder`,
        },
      ],
);

/** What a site's own program does beside a living service nobody knows, so it is not tried. */
export const serviceUntried = startedCheck('service.untried', ({ untried }, { id, component }) =>
  untried === undefined
    ? []
    : [
        {
          severity: 'warning',
          summary: `the service of ${id} starts it by \`${untried}\`, which is not the vendor's: only the ${component} itself is tried before the stop`,
          hint: `try it yourself with an environment of the target, or let the service start a program of the vendor's`,
        },
      ],
);

/** The new programs are started with this variable too: what lies there is neither looked at nor made anew. */
export const serviceModules = startedCheck('service.modules', ({ modules }, { id }) =>
  modules === undefined
    ? []
    : [
        {
          severity: 'warning',
          summary: `the service of ${id} sets PYTHONPATH=${modules}: the new program finds modules there before those of its new environment`,
          hint: 'see that no module of the old release lies there; what is needed is better installed as a package, which comes along, and the variable taken out',
        },
      ],
);

/** What baiup starts belongs to whoever runs baiup. */
export const serviceUser = startedCheck('service.user', ({ user }, { id }) =>
  user === undefined
    ? []
    : [
        {
          severity: 'warning',
          summary: `${id} runs as user ${user.its}, and baiup would start it as user ${user.ours}`,
          hint: `run baiup as the user of ${id}: sudo -u '#${user.its}' baiup …`,
        },
      ],
);
