import { describe, expect, it } from 'vitest';
import type { ComparedCensus } from '../../../core/census/difference.ts';
import type { StepView } from '../../../core/run/view.ts';
import { censusLines, censusOf, findsLosses, toldLosses } from './census.ts';

const hops = [{ from: '24.03.11', to: '24.09.4', kind: 'major', state: 'done' as const }];
const step = (result: unknown, more: Partial<StepView> = {}): StepView => ({
  step: '1.prove.census',
  hop: 0,
  title: '',
  state: 'done',
  result,
  ...more,
});

const counted: ComparedCensus = {
  counts: [
    { among: 'users', before: 3, after: 3 },
    { among: 'projects', before: 2, after: 3 },
    { among: 'table roles', before: 4, after: 9 },
    { among: 'table tokens', before: 2, after: null },
  ],
  lost: [],
  explained: [
    {
      kind: 'row-extra',
      among: 'projects',
      object: 'project model-store',
      reason: 'models get a project',
      source: 'x',
    },
    {
      kind: 'rows-gone',
      among: 'table tokens',
      object: 'table tokens',
      reason: 'no release reads it',
      source: 'x',
    },
  ],
};

describe('what a run shows of what the cluster held', () => {
  it('is a table: kinds, what is explained with its reason, and how many others lost nothing', () => {
    expect(censusLines({ steps: [step(counted)], hops })).toEqual([
      '  24.03.11 → 24.09.4, what it held   before    after',
      '    users                                 3        3',
      '    projects                              2        3   models get a project',
      '    table tokens                          2        –   no release reads it',
      '    1 other table has lost nothing',
    ]);
  });

  const gone = { kind: 'row-missing' as const, among: 'users', object: 'user a@b' };
  const row = { ...gone, among: 'table lamps', object: 'row 1 of table lamps' };

  it.each<[string, Partial<ComparedCensus>, string[]]>([
    [
      'failed the proof',
      { lost: [gone], verdict: 'refused' },
      ['    The proof failed on this:', '      user a@b is gone'],
    ],
    [
      'the operator accepted',
      { lost: [gone], verdict: 'accepted', all: 107 },
      ['    The operator accepted this:', '      user a@b is gone', '      and 102 more'],
    ],
    [
      'others may have done, and who',
      {
        lost: [
          { ...gone, perhaps: 'users' },
          { ...row, perhaps: 'site' },
        ],
        verdict: 'told',
      },
      [
        '    This differs in what the site has beside the release. Its own programs may have done it: the rehearsal lost nothing of it on a copy.',
        '      row 1 of table lamps is gone',
        '    This was counted when the new managers may have served already, because the run was interrupted. Users may have done it:',
        '      user a@b is gone',
      ],
    ],
  ])('names what %s', (_what, more, lines) => {
    const steps = [step({ ...counted, ...more }, { state: more.verdict === 'refused' ? 'failed' : 'done' })];
    expect(censusLines({ steps, hops }).slice(-lines.length)).toEqual(lines);
    // What failed the run is told as its failure.
    const end = more.verdict === 'refused' ? [] : lines;
    expect(toldLosses({ run: 'r-1', steps, hops }).slice(1, -1)).toEqual(end);
  });

  it('names what agents offer less', () => {
    const steps = [step({ agents: 1, lost: ['slot cpu of agent i1 is gone'] }, { step: '1.prove.capacity' })];
    const lines = ['  Agents offer less than before:', '      slot cpu of agent i1 is gone'];
    expect(censusLines({ steps, hops })).toEqual(lines);
    expect(toldLosses({ run: 'r-1', steps, hops })).toEqual([
      '  Not everything is as it was before the stop:',
      ...lines,
      '    To see all: baiup show r-1',
    ]);
  });

  it('says nothing at the end of a run that lost nothing', () => {
    expect(toldLosses({ run: 'r-1', steps: [step(counted)], hops })).toEqual([]);
    expect([counted, { ...counted, lost: [gone] }, undefined].map(findsLosses)).toEqual([false, true, false]);
  });

  it('has nothing to show where nothing was counted', () => {
    const steps = [step({ skipped: 'not noted' }), step(counted, { step: '1.prove.schema' })];
    expect(censusOf({ steps })).toEqual([]);
    expect(censusOf({ steps: [step(counted)] })).toEqual([{ hop: 0, ...counted }]);
  });
});
