import { componentNamed } from '../../src/core/components/index.ts';
import { thisMachine } from '../../src/io/hosts/this-machine.ts';
import { askProbe } from '../../src/io/workloads/ask-probe.ts';
import { secret } from '../../src/lib/secret.ts';
import type { LabHost, LabMember } from './hosts.ts';
import { ports } from './ports.ts';
import { withDatabase } from './prepare.ts';
import { addressOf, type Lab } from './record.ts';

const portOf = {
  manager: ports.manager,
  'storage-proxy': ports.storageManager,
  webserver: ports.webserver,
} as const;

/** Undefined when a member does real work, else what is wrong. */
export async function trouble(
  lab: Lab,
  host: LabHost,
  { component }: LabMember,
): Promise<string | undefined> {
  const { versionProbe, workProbe } = componentNamed(component);
  if (!versionProbe) return agentTrouble(lab, host);
  const port = Object.hasOwn(portOf, component) ? portOf[component as keyof typeof portOf] : 0;
  const url = `http://${addressOf(lab.record, host)}:${port}`;
  const keypair = { accessKey: lab.record.accessKey, secretKey: secret(lab.record.secretKey) };
  for (const probe of [versionProbe, ...(workProbe ? [workProbe] : [])]) {
    const answer = await askProbe(thisMachine, url, probe, keypair, { timeoutMs: 5_000 }).catch(
      () => undefined,
    );
    if (answer?.status !== 200) return `${probe.path} answers ${answer?.status ?? 'nothing'}`;
  }
  return undefined;
}

async function agentTrouble(lab: Lab, host: LabHost): Promise<string | undefined> {
  const address = { host: addressOf(lab.record, host), port: ports.agent };
  if (!(await thisMachine.accepts(address, 2_000))) return `nothing listens on port ${ports.agent}`;
  const rows = await withDatabase(lab, async (client) =>
    client.query('SELECT status::text FROM agents WHERE id = $1', [`i-${host.name}`]),
  ).catch(() => undefined);
  if (!rows) return 'the database does not answer';
  const status = rows.rows[0]?.status;
  return status === 'ALIVE' ? undefined : `the manager has it as ${status ?? 'unknown'}`;
}
