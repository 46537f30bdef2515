import { describe, expect, it } from 'vitest';
import type { Plan, PlanFacts } from '../../core/plan/plan.ts';
import { simulatedEdits } from '../../core/plan/simulated-edits.ts';
import { fingerprint } from '../../lib/stable-json.ts';
import { refuseStale } from './stale.ts';

const agent = {
  id: 'a1',
  component: 'agent',
  host: 'one',
  version: '24.03.10',
  environment: '/e/agent-24.03.10',
  configSha256: 'c0ffee',
};
const facts: PlanFacts = {
  components: [{ ...agent, id: 'm1', component: 'manager' }, agent],
  revisions: ['head'],
  ownDatabases: [{ member: 'pc1', state: 'there', revisions: ['own'] }],
};
const plan = { to: '24.03.11', facts, fingerprint: fingerprint(facts) } as Plan;

function saidOf(now: PlanFacts): string {
  try {
    refuseStale(plan, now);
  } catch (error) {
    const begin = 'the cluster changed since the plan was made: ';
    const { message } = error as Error;
    expect(message.startsWith(begin)).toBe(true);
    return message.slice(begin.length);
  }
  return 'nothing';
}

const withAgent = (change: object): PlanFacts => ({
  ...facts,
  components: facts.components.map((each) => (each.id === 'a1' ? { ...each, ...change } : each)),
});
const withOwn = (change: object): PlanFacts => ({
  ...facts,
  ownDatabases: [{ member: 'pc1', state: 'there', revisions: ['own'], ...change }],
});

describe('a plan is stale', () => {
  const { ownDatabases: _own, ...ownless } = facts;
  const manager = facts.components.slice(0, 1);
  it.each<[PlanFacts, string]>([
    [facts, 'nothing'],
    [withAgent({ component: 'webserver' }), 'a1 is a component webserver, was agent'],
    [withAgent({ version: '' }), 'a1 is not installed, was 24.03.10'],
    [withAgent({ environment: '/e/x' }), 'a1 runs from /e/x'],
    [withAgent({ configSha256: 'x' }), 'the configuration of a1 was edited'],
    [withAgent({ host: 'two' }), 'a1 is on two, was on one'],
    [withAgent({ id: 'a2' }), 'a1 is gone; a2 is new'],
    [{ ...facts, components: manager }, 'a1 is gone'],
    [
      { ...facts, components: [...facts.components].reverse() },
      'cluster.yaml names its members in another order',
    ],
    [{ ...facts, revisions: [] }, 'the database is at no revision, was at head'],
    [withOwn({ state: 'missing' }), 'the database of pc1 is missing, was there'],
    [withOwn({ revisions: ['next'] }), 'the database of pc1 is at next, was at own'],
    [withOwn({ member: 'pc2' }), 'the database of pc1 is gone; the database of pc2 is new'],
    [ownless, 'the database of pc1 is gone'],
  ])('%#: %s', (now, said) => {
    expect(saidOf(now)).toBe(said);
  });

  it('with a reason for every single fact', () => {
    const said = [...simulatedEdits(facts)]
      .filter(({ what }) => / changed$/.test(what))
      .map(({ edited }) => saidOf(edited as PlanFacts));
    expect(said.length).toBeGreaterThan(10);
    expect(said.filter((text) => !/\w/.test(text) || text === 'nothing')).toEqual([]);
  });

  it('of many members tells ten', () => {
    const many = Array.from({ length: 30 }, (_each, at) => ({ ...agent, id: `b${at}` }));
    expect(saidOf({ ...facts, components: many })).toMatch(
      /^m1 is gone; a1 is gone; b0 is new; .*; and 22 more$/,
    );
  });
});
