import { z } from 'zod';
import { managerApi } from '../../../src/io/workloads/manager-api.ts';
import { managerCall } from '../../../src/io/workloads/manager-call.ts';
import { secret } from '../../../src/lib/secret.ts';
import { waitFor } from '../../../src/lib/wait.ts';
import { imageName } from '../../../src/sandbox/fixtures.ts';
import { runPython } from '../../lib/run-python.ts';
import { hasDocker } from '../docker.ts';
import { ports } from '../ports.ts';
import { addressesOf, type Lab } from '../record.ts';

/** A user's session that is to live on. */
export interface LivingSession {
  readonly name: string;
  /** Whether it is a container, with Python in it. */
  readonly isContainer: boolean;
  /** What its agent and its kernel say of it. */
  says(): Promise<string>;
  end(): Promise<void>;
}

const begun = Date.now().toString(36);

/** Sessions of users, by the API as they have it, through the balancer: one on an agent without containers, one in a container. */
export async function beginSessions(lab: Lab): Promise<readonly LivingSession[]> {
  const [balancer = 'localhost'] = addressesOf(lab, ({ isBalancer = false }) => isBalancer);
  const { accessKey, secretKey } = lab.record;
  const at = { url: `http://${balancer}:${ports.balancer}`, accessKey, secretKey: secret(secretKey) };
  const [api, call] = [managerApi(at), managerCall({ ...at, timeoutMs: 60_000 })];

  const begin = async (agent: string, isContainer: boolean): Promise<LivingSession> => {
    const name = `lives-on-${isContainer ? 'in-container-' : ''}${begun}`;
    const config = { resources: { cpu: '1', mem: '256m' }, scaling_group: 'default', agent_list: [agent] };
    const body = { name, image: imageName, architecture: 'x86_64', config, enqueueOnly: true };
    await call(z.unknown(), { method: 'POST', path: '/session', body });
    const runs = async () => ((await api.sessionState(name))?.status === 'RUNNING' ? true : undefined);
    await waitFor(runs, { timeoutMs: 120_000, everyMs: 250, what: `session ${name} to run` });
    if (isContainer) await runPython(call, name, 'answer = 42');
    const says = () => (isContainer ? runPython(call, name, 'print(answer)') : api.sessionLogs(name));
    return { name, isContainer, says, end: () => api.destroySession(name) };
  };

  const agents = lab.hosts.filter(({ members }) => members.some(({ component }) => component === 'agent'));
  const [plain] = agents.filter((host) => !hasDocker(lab, host));
  const [docker] = agents.filter((host) => hasDocker(lab, host));
  return [
    ...(plain ? [await begin(`i-${plain.name}`, false)] : []),
    ...(docker ? [await begin(`i-${docker.name}`, true)] : []),
  ];
}
