import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { barrierKind } from './barrier.ts';
import type { PlannedStep } from './plan.ts';
import { schedule } from './schedule.ts';

const step = (id: string, seconds: number, needs: string[] = [], more: Partial<PlannedStep> = {}) => ({
  id,
  kind: 'service.stop',
  title: id,
  params: {},
  needs,
  hosts: [id],
  estimate: seconds,
  ...more,
});
const taking = ({ estimate }: PlannedStep): number => estimate;
const unlimited = { perHost: Number.POSITIVE_INFINITY, inAll: Number.POSITIVE_INFINITY };
const links = (steps: readonly PlannedStep[], limits = unlimited) => {
  const { seconds, chain } = schedule(steps, taking, limits);
  return { seconds, chain: chain.map((link) => `${link.step.id} ${link.seconds}`) };
};

describe('what some steps take', () => {
  it('is the longest chain of needs, also through a barrier, which is no part of it', () => {
    const steps = [
      step('a', 1),
      step('b', 3),
      step('all', 0, ['a', 'b'], { kind: barrierKind, hosts: [] }),
      step('c', 2, ['all']),
    ];
    expect(links(steps)).toEqual({ seconds: 5, chain: ['b 3', 'c 2'] });
  });

  it('is longer where they have to wait for each other’s room', () => {
    const steps = [step('a', 2), step('b', 3), step('c', 4), step('d', 1, ['c'])];
    expect(links(steps)).toEqual({ seconds: 5, chain: ['c 4', 'd 1'] });
    expect(links(steps, { ...unlimited, inAll: 2 })).toEqual({ seconds: 7, chain: ['a 2', 'c 4', 'd 1'] });
    const beside = steps.map((each) => ({ ...each, hosts: ['h'] }));
    expect(links(beside, { ...unlimited, perHost: 1 }).seconds).toBe(10);
  });

  it('does not count the room of what only waits: a service that starts', () => {
    const starts = ['a', 'b', 'c'].map((id) => step(id, 5, [], { kind: 'service.start' }));
    const { seconds, chain } = schedule(starts, taking, { ...unlimited, inAll: 1 });
    expect(seconds).toBeCloseTo(5.2);
    expect(chain.reduce((sum, link) => sum + link.seconds, 0)).toBeCloseTo(5.2);
  });

  const graphs = fc
    .array(fc.record({ needs: fc.uniqueArray(fc.nat(20), { maxLength: 3 }), seconds: fc.nat(9) }), {
      minLength: 1,
      maxLength: 20,
    })
    .map((drafts) =>
      drafts.map(({ needs, seconds }, index) =>
        step(
          `s${index}`,
          seconds,
          needs.filter((need) => need < index).map((need) => `s${need}`),
        ),
      ),
    );

  it('lies between the longest chain or the whole work by its room, and both together', () => {
    fc.assert(
      fc.property(graphs, fc.integer({ min: 1, max: 5 }), (steps, inAll) => {
        const work = steps.reduce((sum, { estimate }) => sum + estimate, 0);
        const longest = links(steps).seconds;
        const { seconds, chain } = schedule(steps, taking, { ...unlimited, inAll });
        expect(seconds).toBeGreaterThanOrEqual(Math.max(longest, work / inAll));
        expect(seconds).toBeLessThanOrEqual(longest + work / inAll);
        expect(chain.reduce((sum, link) => sum + link.seconds, 0)).toBe(seconds);
      }),
    );
  });
});
