import { describe, expect, it } from 'vitest';
import { simulatedFleet } from '../../core/cluster/simulated-fleet.ts';
import { simulatedHost } from '../../io/hosts/simulated.ts';
import { askTogether } from '../../lib/ask-together.ts';
import { secret } from '../../lib/secret.ts';
import type { AgentRow } from '../steps/agent-row.ts';
import { awaitMember } from '../steps/await-member.ts';
import { noStrangers } from '../steps/no-strangers.ts';
import { memberAsker } from './ask-members.ts';

const agents = 2000;
const inventory = simulatedFleet(agents);
const ids = inventory.components.flatMap(({ id, agent }) => (agent ? [id] : []));

/** A database and sockets that count what they are asked. */
function fleet(statusAt: (question: number) => string) {
  const seen = { questions: 0, most: 0 };
  let open = 0;
  const there = simulatedHost('there', new Map());
  const accepts = async () => {
    open += 1;
    seen.most = Math.max(seen.most, open);
    await new Promise((resolve) => setImmediate(resolve));
    open -= 1;
    return true;
  };
  const ask = memberAsker({
    inventory,
    host: () => ({ ...there, accepts }),
    service: () => expect.unreachable(),
    keypair: { accessKey: '', secretKey: secret('') },
    database: {
      agent: askTogether(async (asked) => {
        seen.questions += 1;
        const status = statusAt(seen.questions);
        return new Map(asked.map((id): [string, AgentRow] => [id, { status, version: '24.09.4' }]));
      }),
    },
  });
  return { ask, seen };
}

describe('many agents', () => {
  it('are asked about in one question, over so many connections at once as limits allow', async () => {
    const { ask, seen } = fleet(() => 'ALIVE');
    const answers = await Promise.all(ids.map((id) => ask(id, 1000)));
    expect(answers).toEqual(Array(agents).fill({ version: '24.09.4', healthy: true }));
    expect(seen).toEqual({ questions: 1, most: 256 });
  });

  it('are waited for by a question now and then, however many they are', async () => {
    const { ask, seen } = fleet((question) => (question < 4 ? 'LOST' : 'ALIVE'));
    const service = () => ({ state: async () => ({ active: true, environment: '' }) }) as never;
    const context = {
      askMember: ask,
      inventory,
      service,
      strangers: noStrangers,
      signal: new AbortController().signal,
    };
    await Promise.all(
      ids.map((id) => awaitMember({ member: id, version: '24.09.4', timeoutMs: 60_000 }, context)),
    );
    // Each by itself would ask twice at least.
    expect(seen.questions).toBeLessThan(agents / 20);
  });
});
