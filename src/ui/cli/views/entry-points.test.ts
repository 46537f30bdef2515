import { expect, it } from 'vitest';
import type { StepView } from '../../../core/run/view.ts';
import { entryPointLines, entryPointsOf } from './entry-points.ts';

const hops = [{ from: '24.03.11', to: '24.09.4', kind: 'major', state: 'done' as const }];
const point = { group: 'backendai_cli_v10', name: 'ag', package: 'backend-ai-agent 24.03.11' };
const compared = {
  counts: [{ component: 'agent', before: 4, after: 3 }],
  lost: [{ ...point, member: 'a1' }],
  explained: ['a1', 'a2'].map((member) => ({
    ...point,
    name: 'old',
    member,
    reason: '24.09.4 no longer has it',
    source: 'x',
  })),
  unread: ['a3'],
};
const step = (more: Partial<StepView> = {}): StepView => ({
  step: '1.prove.environments',
  hop: 0,
  title: '',
  state: 'done',
  result: compared,
  ...more,
});

it('is a table of components, with what is gone and why', () => {
  expect(entryPointLines({ steps: [step()], hops })).toEqual([
    '  24.03.11 → 24.09.4, entry points   before    after',
    '    agent                                 4        3',
    '    No longer there, for a reason:',
    '      old: 24.09.4 no longer has it',
    '    The operator accepted this:',
    '      a1 has lost ag of backend-ai-agent 24.03.11',
    '    Their environments before could not be read:',
    '      a3',
  ]);
});

it('has nothing to show of a step that failed', () => {
  expect(entryPointsOf({ steps: [step({ state: 'failed' }), step({ step: '1.prove.census' })] })).toEqual([]);
});
