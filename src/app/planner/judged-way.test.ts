import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { everyPair } from '../../core/catalog/every-pair.ts';
import { loadCatalog } from '../../core/catalog/load-catalog.ts';
import type { LockSnapshot } from '../../core/cluster/lock.ts';
import { simulatedLockSnapshot } from '../../core/cluster/simulated-cluster.ts';
import { policies } from '../../core/path/path.ts';
import { parseVersion } from '../../core/versions/parse-version.ts';
import { blockers } from '../../lib/finding.ts';
import { judgedByBoth } from './judged-by-both.ts';
import { judgedWay } from './judged-way.ts';
import { makePlan } from './make-plan.ts';
import { simulatedGround } from './simulated-plan.ts';
import { soundPlan } from './sound/sound-plan.ts';

const pairs = everyPair(loadCatalog());

it('a plan may be made exactly where the path is allowed, for any two releases (all pairs: every-pair.slow.ts)', () => {
  fc.assert(
    fc.property(fc.constantFrom(...pairs), fc.constantFrom(...policies), (pair, policy) => {
      const { path, plan } = judgedByBoth(pair, policy);
      expect(plan).toEqual(path);
    }),
    { numRuns: 60 },
  );
});

it('a plan to a release that cannot run names the plan to make instead', () => {
  const asked = { to: parseVersion('24.09.14'), policy: 'page', windows: 'each', accept: [] } as const;
  const judged = judgedWay(simulatedGround('23.09.8'), asked);
  expect(judged.kind === 'refused' && judged.findings).toMatchObject([
    { code: 'manager-lacks-errors-module', hint: expect.stringMatching(/^baiup plan 24\.09\.6 \(/) },
  ]);
});

describe('a cluster on 26.01.0, which has no migrations', () => {
  const way = (revisions: readonly string[], tables?: string) => {
    const rows = tables ? { 'database.unmarked': { count: 1, first: [{ tables }] } } : {};
    const ground = simulatedGround('26.01.0', { found: { revisions, rows } });
    return judgedWay(ground, { to: parseVersion('26.02.5'), policy: 'page', windows: 'each', accept: [] });
  };

  it.each([
    ['still at the head of 25.19', 'd0a3c0716970', 22],
    ['marked as one of 26.01.0', 'bc4e0e948300', 10],
  ])('goes on where its database is %s', (what, row, revisions) => {
    const judged = way([row]);
    if (judged.kind !== 'allowed') throw new Error(judged.kind);
    const plan = makePlan({ ...judged.draft, findings: judged.findings, accepted: [] });
    expect(soundPlan(plan)).toEqual([]);
    expect(plan.hops.map(({ route }) => route.run.length)).toEqual([revisions]);
    const said = judged.findings.filter(({ code }) => code === 'database-without-history');
    expect(said.map(({ severity, summary }) => `${severity} ${summary}`)).toEqual([
      expect.stringContaining(`info the database is ${what}`),
    ]);
  });

  it.each([
    ['before', /its mark was emptied/, 'd0a3c0716970'],
    ['made', /made by its models/, 'bc4e0e948300'],
    ['neither', /neither those of 25\.19\.2 nor those of 26\.01\.0/, 'restore what was saved'],
  ])('without a mark, with tables of %s, is told what it is and what to write', (tables, what, hint) => {
    const judged = way([], tables);
    const refusing =
      judged.kind === 'refused' ? judged.findings.filter(({ severity }) => severity === 'blocker') : [];
    expect(refusing).toMatchObject([
      {
        code: 'database.unmarked',
        summary: expect.stringMatching(what),
        hint: expect.stringContaining(hint),
      },
    ]);
  });
});

describe('a way on a cluster', () => {
  const codes = (from: string, to: string, accept: readonly string[] = []) => {
    const asked = { to: parseVersion(to), policy: 'schema', windows: 'each', accept } as const;
    const judged = judgedWay(simulatedGround(from), asked);
    return judged.kind === 'refused' ? judged.findings.map(({ code }) => code) : judged.kind;
  };

  it.each([
    ['26.04.16', '26.07.0', ['no-path']],
    ['26.04.16', '26.09.6', 'allowed'],
    ['24.03.11', '24.03.11', 'nothing-to-do'],
    ['24.03.11', '24.09.14', ['manager-lacks-errors-module']],
  ])('%s → %s is %j', (from, to, answer) => {
    expect(codes(from, to)).toEqual(answer);
  });

  it.each<[string, string, Partial<LockSnapshot>, readonly string[] | string]>([
    ['24.03.11', '24.09.14', { life: 'silent' }, ['cluster.locked', 'database.not-at-head']],
    ['24.03.11', '24.09.4', { life: 'alive' }, ['cluster.locked', 'database.not-at-head']],
    ['24.03.11', '24.03.11', { life: 'left' }, ['cluster.locked', 'database.not-at-head']],
    [
      '26.04.16',
      '26.07.0',
      { life: 'dead', journal: { run: 'r-1', state: 'ended' } },
      ['no-path', 'database.not-at-head'],
    ],
  ])('%s → %s that a run has half changed is judged by that run alone: %o', (from, to, change, answer) => {
    const lock = simulatedLockSnapshot(change);
    const ground = simulatedGround(from, { found: { lock, revisions: ['half'] } });
    const asked = { to: parseVersion(to), policy: 'schema', windows: 'each', accept: [] } as const;
    const judged = judgedWay(ground, asked);
    expect(judged.kind === 'refused' && judged.findings.map(({ code }) => code)).toEqual(answer);
  });

  it('to a release that cannot run as published is planned for who says by its code that theirs is fixed', () => {
    expect(codes('24.03.11', '24.09.14', ['manager-lacks-errors-module'])).toBe('allowed');
    expect(codes('24.03.11', '24.09.14', ['workloads.running'])).toEqual(['manager-lacks-errors-module']);
  });
});

it('a cluster of which a host does not answer is refused for that alone, and its way is judged by the others', () => {
  const ground = simulatedGround('24.03.11');
  const { snapshot } = ground;
  const [first, ...rest] = snapshot.components;
  if (!first) throw new Error('no member');
  const unseen = {
    ...first,
    host: 'h2',
    unseen: true as const,
    version: undefined,
    active: false,
    healthy: false,
  };
  const hosts = [{ name: 'h2', away: { code: 'host.unreachable', why: 'h2 cannot be reached' } }];
  const asked = { to: parseVersion('24.09.4'), policy: 'page', windows: 'each', accept: [] } as const;
  const judged = judgedWay(
    { ...ground, snapshot: { ...snapshot, hosts, components: [unseen, ...rest] } },
    asked,
  );
  if (judged.kind !== 'refused') throw new Error(judged.kind);
  expect(blockers(judged.findings).map(({ code }) => code)).toEqual(['host.unreachable']);
});
