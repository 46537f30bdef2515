import { join } from 'node:path';
import { z } from 'zod';
import type { Host } from '../../../io/hosts/port.ts';
import { messageOf } from '../../../lib/errors.ts';
import { secret } from '../../../lib/secret.ts';

const trouble = z.object({ trouble: z.string() });
const answer = z.object({ answer: z.string(), architecture: z.string().optional() }).nullish();

const ofEtcd = z.object({
  /** Keys below `config/redis`, passwords left out. */
  redis: z.record(z.string(), z.string()),
  /** Addresses of their manager-facing APIs, by name. */
  storageProxies: z.record(z.string(), z.string()),
  managers: z.array(z.string()),
});
const ofDatabase = z.object({
  agents: z.array(
    z.object({
      id: z.string(),
      addr: z.string().nullish(),
      version: z.string().nullish(),
      scaling_group: z.string().nullish(),
    }),
  ),
  accessKey: answer,
  used: answer,
  image: answer,
  mayCreate: z.object({ answer: z.boolean() }).nullish(),
  encrypted: z.object({ answer: z.boolean() }).nullish(),
});
const answers = z.object({ etcd: z.union([trouble, ofEtcd]), database: z.union([trouble, ofDatabase]) });

/** What a cluster knows of itself. */
export type ClusterAnswers = z.infer<typeof answers>;

export interface ClusterQuestion {
  readonly etcd: object;
  readonly database: object;
  /** What the manager's service has: its driver reads some of them. */
  readonly variables: ReadonlyMap<string, string>;
}

const program = join(import.meta.dirname, 'ask_cluster.py');
const timeoutMs = 60_000;

/** How the manager's own connections to PostgreSQL are secured. */
const ofTheDriver = (variables: ReadonlyMap<string, string>): Record<string, string> =>
  Object.fromEntries([...variables].filter(([name]) => name.startsWith('PGSSL')));

/** Asks the cluster's database and etcd from a manager's host, by the packages of its environment. */
export async function askCluster(
  host: Host,
  environment: string,
  { variables, ...question }: ClusterQuestion,
): Promise<ClusterAnswers> {
  const failed = (why: string): ClusterAnswers => ({ etcd: { trouble: why }, database: { trouble: why } });
  const ask = async (on: Host): Promise<ClusterAnswers> => {
    const path = await on.bring(program);
    const argv = [`${environment}/bin/python`, '-I', path] as const;
    // What it is told holds passwords.
    const input = secret(JSON.stringify(question));
    const result = await on.ask({ argv: [...argv], input, env: ofTheDriver(variables), timeoutMs });
    if (result.exitCode !== 0)
      throw new Error(result.stderr.trim().split('\n').at(-1) ?? `exit code ${result.exitCode}`);
    return answers.parse(JSON.parse(result.stdout));
  };
  try {
    return await ask(host);
  } catch (error) {
    // An environment may be closed to others than its user.
    return Promise.resolve()
      .then(() => ask(host.asRoot()))
      .catch(() => failed(messageOf(error)));
  }
}
