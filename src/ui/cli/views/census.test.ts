import { describe, expect, it } from 'vitest';
import type { ComparedCensus } from '../../../core/census/difference.ts';
import type { StepView } from '../../../core/run/view.ts';
import { censusLines, censusOf } from './census.ts';

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
      '    users                               3        3',
      '    projects                            2        3   models get a project',
      '    table tokens                        2        –   no release reads it',
      '    1 other tables lost no row',
    ]);
  });

  it('names what differs where users may have done it', () => {
    const lost = [{ kind: 'row-missing' as const, among: 'users', object: 'user a@b' }];
    expect(censusLines({ steps: [step({ ...counted, lost, late: true })], hops }).slice(-2)).toEqual([
      '    Counted when the new managers may have served already, so users may have done this:',
      '      user a@b is gone',
    ]);
  });

  it('has nothing to show where nothing was counted, or the step failed', () => {
    const steps = [
      step({ skipped: 'not noted' }),
      step(counted, { state: 'failed' }),
      step(counted, { step: '1.prove.schema' }),
    ];
    expect(censusOf({ steps })).toEqual([]);
    expect(censusOf({ steps: [step(counted)] })).toEqual([{ hop: 0, ...counted }]);
  });
});
