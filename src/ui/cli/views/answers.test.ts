import { describe, expect, it } from 'vitest';
import type { StepView } from '../../../core/run/view.ts';
import { answerLines, answersOf, notComparedLines } from './answers.ts';
import { toldLosses } from './census.ts';

const hops = [{ from: '24.03.11', to: '24.09.4', kind: 'major', state: 'done' as const }];
const step = (result: unknown): StepView => ({
  step: '1.prove.api',
  hop: 0,
  title: '',
  state: 'done',
  result,
});

const gone = {
  kind: 'row-missing',
  among: 'images for users',
  key: 'a',
  object: 'a of the images of a user of d/p',
};
const answered = {
  counts: [
    { among: 'images for users', before: 3, after: 2 },
    { among: 'presets for users', before: 2, after: 2 },
  ],
  lost: [],
  explained: [],
};

describe('what a run shows of what users can list', () => {
  it('is a table beside that of the database', () => {
    expect(answerLines({ steps: [step(answered)], hops })).toEqual([
      '  24.03.11 → 24.09.4, what users can list   before    after',
      '    images for users                             3        2',
      '    presets for users                            2        2',
    ]);
  });

  it.each([
    ['refused', '    The proof failed on this:'],
    ['accepted', '    The operator accepted this:'],
  ])('says what is lost, and what became of it: %s', (verdict, title) => {
    const lines = answerLines({ steps: [step({ ...answered, lost: [gone], verdict })], hops });
    expect(lines.slice(-2)).toEqual([title, '      a of the images of a user of d/p is gone']);
  });

  it('says why something differs, and what was not answered before', () => {
    const explained = [{ ...gone, reason: 'images of a deleted registry are hidden', source: 'x' }];
    const lines = answerLines({
      steps: [step({ ...answered, explained, unanswered: ['folders of a monitor of d/p: 500'] })],
      hops,
    });
    expect(lines).toContain(
      '    images for users                             3        2   images of a deleted registry are hidden',
    );
    expect(lines.slice(-2)).toEqual([
      '    Not answered, and not compared:',
      '      folders of a monitor of d/p: 500',
    ]);
  });

  it('tells at the end of a run what was not compared, and which endpoints do not serve yet', () => {
    const steps = [
      step({ ...answered, unanswered: ['folders of a monitor of d/p: 500'], resting: ['chat 1'] }),
    ];
    expect(notComparedLines({ steps })).toEqual([
      '  Not all that users can list is compared:',
      '    Not answered, and not compared:',
      '      folders of a monitor of d/p: 500',
    ]);
    expect(toldLosses({ run: 'r-1', steps, hops }).slice(1, 3)).toEqual([
      '    Endpoints that served before, and had no session ready yet:',
      '      chat 1',
    ]);
    expect(notComparedLines({ steps: [step({ skipped: 'no manager answers' })] })).toEqual([
      '  What users can list is not compared: no manager answers',
    ]);
    expect(notComparedLines({ steps: [step(answered)] })).toEqual([]);
  });

  it('says why nothing is compared', () => {
    const view = { steps: [step({ skipped: 'the manager does not answer' })], hops };
    expect(answersOf(view)).toEqual([]);
    expect(answerLines(view)).toEqual(['  What users can list is not compared: the manager does not answer']);
  });

  it('is told at the end of a run that went well, where the operator accepted it', () => {
    const view = (verdict: string) => ({
      run: 'r-1',
      hops,
      steps: [step({ ...answered, lost: [gone], verdict })],
    });
    expect(toldLosses(view('accepted'))).toContain('      a of the images of a user of d/p is gone');
    expect(toldLosses(view('refused'))).toEqual([]);
  });
});
