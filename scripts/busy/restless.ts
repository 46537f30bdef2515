import { setTimeout as delay } from 'node:timers/promises';
import type { Inventory } from '../../src/core/cluster/inventory.ts';
import { managerApi } from '../../src/io/workloads/manager-api.ts';
import { BaiupError } from '../../src/lib/errors.ts';
import { secret } from '../../src/lib/secret.ts';
import type { Person } from './people.ts';

export interface Restless {
  /** How often managers refused it. */
  readonly refused: () => number;
  /** Begins no more. */
  readonly rest: () => Promise<void>;
}

const everyMs = 100;
const mostAtOnce = 5;

/** Somebody who begins a session as soon as fewer than five of hers have not ended. */
export function restless({ api, proof }: Inventory, person: Person): Restless {
  const manager = managerApi({ ...api, accessKey: person.accessKey, secretKey: secret(person.secretKey) });
  const names = new Set<string>();
  let [begun, refused, isOver] = [0, 0, false];
  const begin = async (): Promise<void> => {
    begun += 1;
    const name = `again-${begun}`;
    await manager.createSession({ name, ...proof });
    names.add(name);
  };
  const isLive = async (name: string): Promise<boolean> => {
    const status = (await manager.sessionState(name))?.status;
    return status !== 'TERMINATED' && status !== 'CANCELLED';
  };
  const turn = async (): Promise<void> => {
    for (const name of names) if (!(await isLive(name))) names.delete(name);
    if (names.size < mostAtOnce) await begin();
  };
  const going = (async () => {
    while (!isOver) {
      await turn().catch((error: unknown) => {
        if (!(error instanceof BaiupError)) throw error;
        // While no manager runs, nobody refuses anything.
        if (error.code !== 'api.unreachable') refused += 1;
      });
      await delay(everyMs);
    }
  })();
  return {
    refused: () => refused,
    rest: async () => {
      isOver = true;
      await going;
    },
  };
}
