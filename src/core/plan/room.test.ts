import { expect, it } from 'vitest';
import type { Plan } from './plan.ts';
import { dumpPart, dumpRoom, plannedDumps, smallRoom } from './room.ts';

it('grows with steps and members, and with evidence of a hundred members at most', () => {
  const [few, more] = [smallRoom(60, 4), smallRoom(600, 40)];
  expect(few).toBeGreaterThan(4_000_000);
  expect(more).toBeGreaterThan(few);
  const perMember = smallRoom(0, 20_000) - smallRoom(0, 10_000);
  expect(perMember / 10_000).toBeLessThan(100_000);
});

it('holds a dump as large as its database', () => {
  expect(dumpRoom(1e9)).toBeGreaterThan(1e9);
});

it('has a part for each dump that a plan makes', () => {
  const capture = (hop: number, database?: string) => ({
    id: `${hop}.${database}`,
    kind: 'database.capture',
    params: { hop, ...(database ? { database } : {}) },
  });
  const other = { id: 'x', kind: 'service.stop', params: { hop: 1 } };
  const hops = [
    { phases: [{ steps: [other, capture(1), capture(1, 'pc1')] }] },
    { phases: [{ steps: [capture(2)] }] },
  ];
  const parts = plannedDumps({ hops } as unknown as Plan).map(dumpPart);
  expect(parts).toEqual(['hop-1.database', 'hop-1.pc1.database', 'hop-2.database']);
});
