import { describe, expect, it } from 'vitest';
import { makeCatalog } from '../../core/catalog/make-catalog.ts';
import type { Known } from '../../core/plan/figures-from.ts';
import { type Plan, planSchema } from '../../core/plan/plan.ts';
import { identified } from '../../core/plan/plan-id.ts';
import { simulatedEdits } from '../../core/plan/simulated-edits.ts';
import { parseVersion } from '../../core/versions/parse-version.ts';
import { BaiupError } from '../../lib/errors.ts';
import type { Ground } from '../discovery/read-ground.ts';
import { foundation } from './foundation.ts';
import { madeAgain } from './made-again.ts';
import { makePlan } from './make-plan.ts';
import { planDifferences } from './plan-differences.ts';
import { planned, simulatedGround } from './simulated-plan.ts';

const known: Known = { own: [] };
const plan = planned('24.03.10', '24.03.11');

/** A plan after somebody edited it and computed its id again. */
function edited(of: Plan, change: (draft: Plan) => void): Plan {
  const draft = structuredClone(of);
  change(draft);
  return identified(draft);
}

function refusal(of: Plan, ground: Ground = simulatedGround('24.03.10')): BaiupError {
  try {
    madeAgain(of, ground, known);
  } catch (error) {
    if (error instanceof BaiupError) return error;
    throw error;
  }
  throw new Error('it was taken');
}

const visitor = {
  ...{ pid: 7, program: 'psql', user: 'ana', address: null, port: null, transaction: null, locks: [] },
  since: '2026-11-29T02:00:00.000Z',
};

const places = (error: BaiupError): string[] => error.findings.map(({ summary }) => summary);

const stepOf = (of: Plan, id: string) => {
  const found = of.hops
    .flatMap(({ phases }) => phases.flatMap(({ steps }) => steps))
    .find((each) => each.id === id);
  if (!found) throw new Error(`no step ${id}`);
  return found;
};

/** Leaves steps out, and whatever waits for them waits no longer. */
const without = (ids: readonly string[]) => (draft: Plan) => {
  for (const { phases } of draft.hops) {
    for (const phase of phases) {
      phase.steps = phase.steps.filter(({ id }) => !ids.includes(id));
      for (const step of phase.steps) step.needs = step.needs.filter((need) => !ids.includes(need));
    }
  }
};

describe('a plan that is made again', () => {
  it.each([
    ['of one hop', '24.03.10', '24.03.11', {}],
    ['of several', '23.09.10', '24.09.4', {}],
    ['of several in one stop', '23.09.10', '24.09.4', { windows: 'one' }],
    ['with what was accepted', '24.03.10', '24.09.4', { accepted: ['workloads.running'] }],
    ['with files left alone', '24.03.10', '24.09.4', { leaveFiles: true }],
    ['that users are told nothing of', '24.03.10', '24.09.4', { noAnnouncement: true }],
  ] as const)('is the same: %s', (_what, from, to, asked) => {
    const given = planned(from, to, asked);
    expect(madeAgain(given, simulatedGround(from), known)).toEqual(given);
  });

  it('is the same for members of several versions', () => {
    const all = simulatedGround('24.03.11');
    const components = all.snapshot.components.map((each) =>
      each.id === 'a1' ? { ...each, version: '24.03.10' } : each,
    );
    const ground = { ...all, snapshot: { ...all.snapshot, components } };
    const found = foundation(ground, {
      to: parseVersion('24.09.4'),
      policy: 'page',
      windows: 'each',
      accept: [],
    });
    if (!found) throw new Error('no way');
    const given = makePlan({
      ...found.draft,
      findings: [...found.ofHops, ...found.way.findings],
      accepted: [],
    });
    expect(given.hops.map(({ behind }) => behind)).toEqual([['a1'], undefined]);
    expect(madeAgain(given, ground, known)).toEqual(given);
  });

  it('keeps what was agreed to: findings, what must be read, the window', () => {
    const change = { version: '24.03.11', title: 'Breaking changes', text: 'Lamps are gone' };
    const busy = {
      code: 'workloads.running',
      severity: 'warning',
      subject: 'lab',
      summary: '3 sessions',
    } as const;
    const asked = planned('24.03.10', '24.03.11', { toRead: [[change]] });
    const given = identified({
      ...asked,
      window: { seconds: 900, needed: 60 },
      findings: [...asked.findings, busy],
    });
    expect(madeAgain(given, simulatedGround('24.03.10'), known)).toEqual(given);
  });

  it('has the figures of today, whatever the file says', () => {
    const hasty = structuredClone(plan);
    hasty.downtime.predicted = 0.1;
    for (const { phases } of hasty.hops)
      for (const { steps } of phases) for (const step of steps) step.estimate = 0;
    expect(madeAgain(hasty, simulatedGround('24.03.10'), known)).toEqual(plan);
  });

  it.each([
    ['came', [], [visitor], 'other programs have come to a database since'],
    ['left', [visitor], [], 'other programs have left a database since'],
  ])('is refused once others %s who decide how it is captured', (_what, before, after, said) => {
    const at = (sessions: (typeof visitor)[]) => ({ asideObstacles: [], others: { sessions, timeouts: [] } });
    const given = planned('24.03.11', '24.09.4', { found: at(before) });
    const error = refusal(given, simulatedGround('24.03.11', { found: at(after) }));
    expect(error.message).toContain(said);
  });

  it.each<[string, (draft: Plan) => void, string[]]>([
    [
      'without its captures',
      without(['1.capture.database', '1.capture.etcd', '1.seal.database']),
      [
        'hop 1, phase manager: step 1.capture.database is missing',
        'hop 1, phase manager: step 1.capture.etcd is missing',
      ],
    ],
    [
      'with another folder to switch to',
      (draft) => {
        stepOf(draft, '1.switch.m1').params['to'] = '/etc';
      },
      [
        'hop 1, phase manager: step 1.switch.m1: to is "/etc", baiup plans "/lab/environments/manager-24.03.11"',
      ],
    ],
    [
      'to another release',
      (draft) => {
        draft.to = '24.09.4';
      },
      ['the path: hop 24.03.11 → 24.09.4 is missing'],
    ],
    [
      'with the end of a hop changed',
      (draft) => {
        for (const hop of draft.hops) hop.to = '24.03.12';
      },
      ['the path: hop 24.03.10 → 24.03.11 is missing'],
    ],
    [
      'in another order',
      (draft) => {
        draft.hops[0]?.phases[0]?.steps.reverse();
      },
      ['hop 1, phase stage: its steps are in another order'],
    ],
  ])('is refused %s, and said where', (_what, change, said) => {
    const error = refusal(edited(plan, change));
    expect(error).toMatchObject({ code: 'plan.differs', exit: 2, left: 'nothing was changed' });
    expect(error.message).toContain('the file was edited');
    expect(places(error)).toEqual(expect.arrayContaining(said));
  });

  it('notices every edit that is not among what was agreed to', () => {
    const agreed = /^(id|madeWith|downtime|accepted|findings)\b|\.estimate /;
    const unnoticed = [...simulatedEdits(plan)]
      .filter(({ what }) => !agreed.test(what))
      .filter(({ edited: document }) => planSchema.safeParse(document).success)
      .filter(({ edited: document }) => planDifferences(document as Plan, plan).length === 0);
    expect(unnoticed.map(({ what }) => what)).toEqual([]);
  });

  it('is refused with a risk left out that was to be accepted', () => {
    const risky = planned('23.03.12', '23.09.10');
    const error = refusal(identified({ ...risky, findings: [] }), simulatedGround('23.03.12'));
    expect(places(error)).toEqual([
      'the findings: risk mig-user-main-keypair (warning, 23.03.12 → 23.09.10) is missing',
    ]);
  });

  it('tells of another catalog, and of another baiup', () => {
    const { releases } = simulatedGround('24.03.10').catalog;
    const catalog = makeCatalog(releases.filter(({ version }) => !version.startsWith('26.')));
    const stepless = edited(plan, without(['1.stop.a1']));
    expect(refusal(stepless, { ...simulatedGround('24.03.10'), catalog }).message).toContain(
      'it was made with another catalog of releases',
    );
    const older = edited(stepless, (draft) => {
      draft.madeWith.baiup = '0.0.1';
    });
    expect(refusal(older).message).toContain('it was made by baiup 0.0.1, and this is ');
  });

  it('is refused with the reason where its way is no longer allowed', () => {
    const { releases } = simulatedGround('24.03.10').catalog;
    const catalog = makeCatalog(releases.filter(({ version }) => version !== '24.03.11'));
    const error = refusal(plan, { ...simulatedGround('24.03.10'), catalog });
    expect(error).toMatchObject({
      code: 'plan.differs',
      findings: [{ severity: 'blocker', subject: '24.03.11' }],
    });
  });
});
