import type { ComponentName } from '../core/cluster/inventory.ts';
import { componentNamed } from '../core/components/index.ts';
import { thisMachine } from '../io/hosts/this-machine.ts';
import { askProbe } from '../io/workloads/ask-probe.ts';
import { secret } from '../lib/secret.ts';
import { agentId } from './configurations/agent.ts';
import { databaseName } from './configurations/manager.ts';
import type { Ingredients } from './configurations/shared.ts';
import { memberOf } from './members.ts';
import { portOf } from './record.ts';
import { serversOf } from './servers.ts';

/** Undefined when it does real work, else what is wrong. */
export async function trouble(
  ingredients: Ingredients,
  component: ComponentName,
): Promise<string | undefined> {
  const { versionProbe, workProbe } = componentNamed(component);
  const port = portOf(ingredients.record, memberOf(component).endpoint);
  if (!versionProbe) return agentTrouble(ingredients, port);
  const { accessKey, secretKey } = ingredients.record;
  const keypair = { accessKey, secretKey: secret(secretKey) };
  const url = `http://127.0.0.1:${port}`;
  for (const probe of [versionProbe, ...(workProbe ? [workProbe] : [])]) {
    const answer = await askProbe(thisMachine, url, probe, keypair, { timeoutMs: 5_000 }).catch(
      () => undefined,
    );
    if (answer?.status !== 200) return `${url}${probe.path} answers ${answer?.status ?? 'nothing'}`;
  }
  return undefined;
}

async function agentTrouble(ingredients: Ingredients, port: number): Promise<string | undefined> {
  if (!(await thisMachine.accepts({ host: '127.0.0.1', port }, 2_000)))
    return `nothing listens on port ${port}`;
  const client = await (await serversOf(ingredients.layout, ingredients.record).postgres())
    .connect(databaseName)
    .catch(() => undefined);
  if (!client) return 'the database does not answer';
  try {
    const { rows } = await client.query('SELECT status::text FROM agents WHERE id = $1', [
      agentId(ingredients),
    ]);
    return rows[0]?.status === 'ALIVE' ? undefined : `the manager has it as ${rows[0]?.status ?? 'unknown'}`;
  } finally {
    await client.end();
  }
}
