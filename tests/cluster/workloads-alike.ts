import { expect } from 'vitest';
import type { Lab } from './lab.ts';

/**
 * Reads the workloads through the managers' API and from their database: both must say the same, but for their ages and
 * what only one of them knows.
 * @returns what the API says
 */
// biome-ignore lint/suspicious/noExplicitAny: a document, asserted where it is used
export async function workloadsAlike(lab: Lab, cluster: string): Promise<any> {
  const read = async (source: string) => {
    const { exitCode, json } = await lab.json('workloads', '--cluster', cluster, '--source', source);
    expect({ exitCode, from: json.from, error: json.error }).toEqual({
      exitCode: 0,
      from: source,
      error: undefined,
    });
    return json;
  };
  const [api, database] = [await read('api'), await read('database')];
  const ageless = ({ ageSeconds: _age, idle: _idle, ...session }: Record<string, unknown>) => session;
  // What agents occupy is written a moment after their sessions began.
  const idle = ({ occupied: _occupied, ...agent }: Record<string, unknown>) => agent;
  const comparable = (json: typeof api) => ({
    ...{ sessions: json.sessions.map(ageless), pending: json.pending.map(ageless) },
    ...{ agents: json.agents.map(idle), endpoints: json.endpoints, totals: json.totals },
  });
  expect(comparable(api)).toEqual(comparable(database));
  return api;
}
