import { expect, it } from 'vitest';
import { simulatedInventory, simulatedSnapshot } from '../../core/cluster/simulated-cluster.ts';
import type { MemberSnapshot } from '../../core/cluster/snapshot.ts';
import { apiUnreachable } from './api-unreachable.ts';

const manager = { id: 'm1', component: 'manager', host: 'local', healthy: true } as MemberSnapshot;

function found(member: Partial<MemberSnapshot>, apiTrouble?: string) {
  const components = [{ ...manager, ...member }];
  const snapshot = simulatedSnapshot({ components, ...(apiTrouble ? { apiTrouble } : {}) });
  const rest = { hops: [], outages: 0, installedHead: 'head', proxyHead: undefined };
  return apiUnreachable.find({ inventory: simulatedInventory([]), snapshot, ...rest });
}

it('the API that the proof needs is missed before anything stops', () => {
  expect(found({}, 'wrong keys')).toMatchObject([
    {
      severity: 'blocker',
      summary: expect.stringContaining('wrong keys'),
      hint: expect.stringContaining('api.tls'),
    },
  ]);
  expect(found({ tls: true }, 'it ends')).toMatchObject([
    { hint: 'the managers speak TLS: write api.url as https://127.0.0.1:8081 in cluster.yaml' },
  ]);
  expect(found({})).toEqual([]);
  expect(found({ healthy: false }, 'nobody answers')).toEqual([]);
});
