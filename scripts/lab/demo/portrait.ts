import { createHash } from 'node:crypto';
import { etcdStore } from '../../../src/io/configstore/etcd-store.ts';
import { messageOf } from '../../../src/lib/errors.ts';
import { containersOf, hasDocker } from '../docker.ts';
import type { LabHost } from '../hosts.ts';
import { ports } from '../ports.ts';
import { withDatabase } from '../prepare.ts';
import { databaseAddress, type Lab, namespace } from '../record.ts';
import { serverUnits } from '../servers.ts';
import { onHost } from '../ssh.ts';
import { enabledUnits } from '../units.ts';
import type { LivingSession } from './session.ts';

/** What a lab is like at a moment: texts by what they are about. */
export type Portrait = ReadonlyMap<string, string>;

type Part = readonly (readonly [about: string, text: string])[];

/** Of these tables a proof, a login or a heartbeat may write rows at any time. */
const written = /^(sessions|kernels|session_.*|.*_logs|agents|alembic_version|login_.*|network.*)$/;

const live = "status::text NOT IN ('TERMINATED', 'CANCELLED', 'ERROR')";

async function inDatabase(lab: Lab): Promise<Part> {
  return withDatabase(lab, async (client) => {
    const ask = async (sql: string) => (await client.query(sql)).rows as Record<string, string>[];
    const sessions = await ask(`SELECT id, name, status::text, created_at::text FROM sessions WHERE ${live}`);
    const kernels = await ask(`SELECT id, agent, status::text, container_id FROM kernels WHERE ${live}`);
    const agents = await ask('SELECT id, status::text, version, available_slots::text FROM agents');
    const revisions = await ask('SELECT version_num FROM alembic_version ORDER BY 1');
    const tables = await ask(
      "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1",
    );
    const rows: [string, string][] = [];
    for (const { name = '' } of tables.filter(({ name: of = '' }) => !written.test(of))) {
      const [found] = await ask(`SELECT count(*) AS rows FROM "${name}"`);
      rows.push([`rows of ${name}`, found?.['rows'] ?? '']);
    }
    return [
      ...sessions.map(({ id, ...row }) => [`session ${id}`, JSON.stringify(row)] as const),
      ...kernels.map(({ id, ...row }) => [`kernel ${id}`, JSON.stringify(row)] as const),
      ...agents.map(({ id, version = '', ...row }) => [`agent ${id}`, JSON.stringify(row)] as const),
      ...agents.map(({ id, version = '' }) => [`version of ${id}`, version] as const),
      ['alembic_version', revisions.map((row) => row['version_num']).join(', ')],
      ...rows,
    ];
  });
}

/** Without what nodes write of themselves; of values, which may be secrets, a hash. */
async function inEtcd(lab: Lab): Promise<Part> {
  const store = etcdStore({ host: databaseAddress(lab), port: ports.etcd, namespace });
  const { keys } = await store.snapshotNamespace();
  return keys
    .map(({ key, value, volatile }) => ({ key: Buffer.from(key, 'base64').toString(), value, volatile }))
    .filter(({ key, volatile }) => !volatile && !/(^|\/)nodes\//.test(key))
    .map(({ key, value }) => [`etcd ${key}`, createHash('sha256').update(value).digest('hex').slice(0, 12)]);
}

/** Units and timers as they run, what of baiup's lies below /run, and which environment a service has. */
async function onHosts(lab: Lab): Promise<Part> {
  const ask = async (host: LabHost): Promise<Part> => {
    const units = [...serverUnits(host), ...host.members.flatMap(enabledUnits)];
    const states = `for unit in ${units.join(' ')}; do echo "$unit $(systemctl is-active $unit) $(systemctl is-enabled $unit)"; done`;
    const { stdout } = await onHost(lab, host.name, `${states}; echo "/run: $(ls /run/systemd/system)"`);
    return [[`units of ${host.name}`, stdout.trim().replaceAll('\n', '; ')]];
  };
  return (await Promise.all(lab.hosts.map(ask))).flat();
}

/** What sessions that must live on say, which their agents have to ask them for. */
async function inSessions(sessions: readonly LivingSession[]): Promise<Part> {
  return Promise.all(
    sessions.map(async ({ name, says }) => [`what ${name} says`, await says().catch(messageOf)] as const),
  );
}

/** Containers, by what Docker says of them. */
async function inDocker(lab: Lab): Promise<Part> {
  const asked = lab.hosts.filter((host) => hasDocker(lab, host)).map((host) => containersOf(lab, host));
  return (await Promise.all(asked))
    .flat()
    .map(({ id, started, running }) => [`container ${id.slice(0, 12)}`, `${running} since ${started}`]);
}

export async function portraitOf(lab: Lab, sessions: readonly LivingSession[]): Promise<Portrait> {
  const parts = [inSessions(sessions), inDatabase(lab), inEtcd(lab), onHosts(lab), inDocker(lab)];
  return new Map((await Promise.all(parts)).flat());
}

/** What differs between two moments, a line each, in what `counts`. */
export function differences(before: Portrait, after: Portrait, counts: (about: string) => boolean): string[] {
  const all = [...new Set([...before.keys(), ...after.keys()])].filter(counts);
  return all
    .filter((about) => before.get(about) !== after.get(about))
    .map((about) => `${about}: ${before.get(about) ?? 'nothing'} → ${after.get(about) ?? 'nothing'}`);
}
