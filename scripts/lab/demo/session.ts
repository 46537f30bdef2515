import { type ManagerApi, managerApi } from '../../../src/io/workloads/manager-api.ts';
import { secret } from '../../../src/lib/secret.ts';
import { waitFor } from '../../../src/lib/wait.ts';
import { imageName } from '../../../src/sandbox/fixtures.ts';
import { ports } from '../ports.ts';
import { addressesOf, type Lab } from '../record.ts';

/** The API as users have it: through the balancer. */
export function labApi(lab: Lab): ManagerApi {
  const [balancer = 'localhost'] = addressesOf(lab, ({ isBalancer = false }) => isBalancer);
  const { accessKey, secretKey } = lab.record;
  return managerApi({ url: `http://${balancer}:${ports.balancer}`, accessKey, secretKey: secret(secretKey) });
}

/** A user's session, begun and running. @returns its name */
export async function beginSession(api: ManagerApi): Promise<string> {
  const name = `lives-on-${Date.now().toString(36)}`;
  await api.createSession({ name, image: imageName, architecture: 'x86_64', scalingGroup: 'default' });
  const runs = async () => ((await api.sessionState(name))?.status === 'RUNNING' ? true : undefined);
  await waitFor(runs, { timeoutMs: 60_000, everyMs: 250, what: `session ${name} to run` });
  return name;
}
