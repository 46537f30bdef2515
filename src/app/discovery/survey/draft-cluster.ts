import { componentNamed } from '../../../core/components/index.ts';
import { seenLocations } from '../../../core/configuration/seen-locations.ts';
import { BaiupError, exitCode } from '../../../lib/errors.ts';
import type { Finding } from '../../../lib/finding.ts';
import { askCluster, type ClusterAnswers } from './ask-cluster.ts';
import { draftApi } from './draft-api.ts';
import { draftMembers } from './draft-members.ts';
import { draftOthers } from './draft-others.ts';
import { draftServers } from './draft-servers.ts';
import type { DraftCluster, DraftMember } from './found-cluster.ts';
import type { Ground } from './ground.ts';
import { ofOneCluster } from './one-cluster.ts';

function noManager({ found, hosts }: Ground): BaiupError {
  const names = Object.keys(hosts);
  const others = found.map(({ component, host }) => `${component} on ${host}`);
  const why = others.length > 0 ? `found: ${others.join(', ')}` : 'nothing of Backend.AI was found there';
  return new BaiupError(
    'init.no-manager',
    `no manager that baiup can upgrade is on ${names.join(', ')}: ${why}`,
    {
      hint: 'name the host of a manager too: its configuration says where database and etcd are',
      left: 'no file was written',
      exit: exitCode.refused,
    },
  );
}

/** Why the cluster could not be asked about itself. */
function unanswered({ etcd, database }: ClusterAnswers, { written: { id } }: DraftMember): Finding[] {
  const asked = [['etcd', etcd] as const, ['database', database] as const];
  return asked.flatMap(([what, answer]) =>
    'trouble' in answer
      ? [
          {
            code: 'init.not-asked',
            severity: 'warning' as const,
            subject: what,
            summary: `the ${what} could not be asked from the host of ${id} what else belongs to the cluster: ${answer.trouble}`,
            hint: 'look whether it runs, and type the same command again',
          },
        ]
      : [],
  );
}

/** Makes a cluster file of what was found. @throws BaiupError `init.no-manager` */
export async function draftCluster(all: Ground): Promise<DraftCluster> {
  const one = ofOneCluster(all.found);
  const ground: Ground = { ...all, found: one.found };
  const members = await draftMembers(ground.found, ground.reader);
  const manager = members.find(({ written }) => written.component === 'manager');
  if (!manager?.found.environment) throw noManager(ground);
  const { found, written } = manager;
  const { overrides = {} } = componentNamed('manager');
  const seen = seenLocations(found.configText ?? '', overrides, Object.fromEntries(found.variables));
  const answers = await askCluster(ground.host(written.host), manager.found.environment.path, {
    etcd: { host: '127.0.0.1', port: 2379, namespace: 'local', ...seen.etcd },
    database: {
      host: '127.0.0.1',
      port: 5432,
      name: 'backend',
      user: 'postgres',
      password: '',
      ...seen.database,
    },
    variables: found.variables,
  });
  const [servers, api] = [
    await draftServers(manager, seen, answers, ground),
    await draftApi(members, answers, ground),
  ];
  const guessed = servers.keys.etcd.namespace
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]+/g, '-')
    .replace(/^-+/, '');
  const { others, findings } = draftOthers(members, answers, ground);
  return {
    head: {
      cluster: ground.name ?? (guessed || 'cluster'),
      hosts: ground.hosts,
      ...(ground.ssh ? { ssh: ground.ssh } : {}),
      ...servers.keys,
      ...api.keys,
    },
    remarks: {
      ...(ground.name === undefined
        ? { cluster: ['guessed from the namespace in etcd: choose a name of your own'] }
        : {}),
      ...servers.remarks,
      ...api.remarks,
    },
    members,
    others,
    findings: [...findings, ...one.findings, ...unanswered(answers, manager)],
  };
}
