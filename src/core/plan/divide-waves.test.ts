import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { divideWaves, type TurningAgent } from './divide-waves.ts';

const agent = (member: string, host = `h-${member}`, group = 'default'): TurningAgent => ({
  member,
  host,
  group,
});
const many = (count: number): TurningAgent[] =>
  Array.from({ length: count }, (_each, index) => agent(`a${index + 1}`));
const number = (agents: number) => ({ by: 'number', agents }) as const;
const members = (waves: ReturnType<typeof divideWaves>) => waves.map((wave) => wave.members.join(' '));

describe('waves of agents', () => {
  it('begin with a canary, then go on by number', () => {
    expect(divideWaves(many(5), { size: number(2) })).toEqual([
      { title: 'canary', members: ['a1'] },
      { title: 'wave 1 of 2', members: ['a2', 'a3'] },
      { title: 'wave 2 of 2', members: ['a4', 'a5'] },
    ]);
  });

  it.each([
    ['a3', ['a3', 'a1 a2', 'a4']],
    ['h-a3', ['a3', 'a1 a2', 'a4']],
    ['none', ['a1 a2', 'a3 a4']],
    // It has the release already, so it does not turn.
    ['a9', ['a1', 'a2 a3', 'a4']],
  ])('have the canary that is named: %s', (canary, expected) => {
    expect(members(divideWaves(many(4), { size: number(2), canary }))).toEqual(expected);
  });

  it('choose the canary from the group that most agents belong to', () => {
    const agents = [agent('a1', 'h1', 'small'), agent('a2', 'h2', 'large'), agent('a3', 'h3', 'large')];
    expect(members(divideWaves(agents, { size: number(9) }))).toEqual(['a2', 'a1 a3']);
  });

  it('a percentage that is less than one agent is one agent', () => {
    expect(members(divideWaves(many(4), { size: { by: 'percent', percent: 1 } }))).toEqual([
      'a1',
      'a2',
      'a3',
      'a4',
    ]);
  });

  it('a percentage counts all agents, the canary among them', () => {
    const waves = divideWaves(many(1000), { size: { by: 'percent', percent: 10 } });
    expect(waves.map((wave) => wave.members.length)).toEqual([1, ...Array(9).fill(100), 99]);
  });

  it('take a resource group that is named twice once', () => {
    const size = { by: 'group', first: ['default', 'default'] } as const;
    expect(members(divideWaves(many(2), { size, canary: 'none' }))).toEqual(['a1 a2']);
  });

  it('go by resource group, those named first', () => {
    const agents = [agent('a1', 'h1', 'b'), agent('a2', 'h2', 'c'), agent('a3', 'h3', 'a')];
    const size = { by: 'group', first: ['c'] } as const;
    expect(divideWaves(agents, { size, canary: 'none' })).toEqual([
      { title: 'wave 1 of 3: group c', members: ['a2'] },
      { title: 'wave 2 of 3: group a', members: ['a3'] },
      { title: 'wave 3 of 3: group b', members: ['a1'] },
    ]);
  });

  it('no host is in two waves, whatever is asked for, and everybody turns once', () => {
    const agents = fc.array(
      fc.record({ host: fc.constantFrom('h1', 'h2', 'h3', 'h4'), group: fc.constantFrom('a', 'b') }),
      { minLength: 1, maxLength: 12 },
    );
    const size = fc.oneof(
      fc.record({ by: fc.constant('number' as const), agents: fc.integer({ min: 1, max: 5 }) }),
      fc.record({ by: fc.constant('percent' as const), percent: fc.integer({ min: 1, max: 100 }) }),
      fc.record({
        by: fc.constant('group' as const),
        first: fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 3 }),
      }),
    );
    fc.assert(
      fc.property(agents, size, fc.constantFrom(undefined, 'none', 'h2'), (made, asked, canary) => {
        const all = made.map((each, index) => ({ member: `a${index + 1}`, ...each }));
        const waves = divideWaves(all, { size: asked, ...(canary ? { canary } : {}) });
        const turned = waves.flatMap((wave) => wave.members);
        expect(turned.toSorted()).toEqual(all.map(({ member }) => member).toSorted());
        for (const host of new Set(all.map((each) => each.host))) {
          const own = all.filter((each) => each.host === host).map(({ member }) => member);
          expect(waves.filter((wave) => wave.members.some((id) => own.includes(id)))).toHaveLength(1);
        }
      }),
    );
  });
});
