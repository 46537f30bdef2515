import { describe, expect, it } from 'vitest';
import type { StepView } from '../../../core/run/view.ts';
import { failedProofs, proofLines, proofsOf } from './proofs.ts';

const hops = [{ from: '24.03.11', to: '24.09.4', kind: 'major', state: 'done' as const }];
const step = (id: string, result: unknown): StepView => ({
  step: id,
  hop: 0,
  title: '',
  state: 'done',
  result,
});
const took = (running: number) => ({ took: { running, logs: 0.1, ended: 0.2 } });
const trouble = { trouble: { code: 'session.no-room', message: 'no agent has room' } };
const place = { architecture: 'x86_64', domain: 'default' };

const tried = step('1.try.session', {
  proofs: [
    { group: 'gpu', ...place, ...trouble },
    { group: 'default', ...place, ...took(2) },
  ],
  untried: [{ group: 'old', why: 'the resource group is not active' }],
});
const proven = step('1.prove.session', {
  proofs: [
    { group: 'gpu', before: trouble, after: trouble },
    { group: 'default', before: took(2), after: took(3) },
  ],
});

describe('sessions that prove something', () => {
  it('are shown with both times side by side, and why none starts', () => {
    expect(proofLines({ steps: [tried, proven], hops })).toEqual([
      '  24.03.11 → 24.09.4, a session started on    before     after',
      '    gpu                             failed    failed   no agent has room',
      '    default                          2.3 s     3.3 s',
      '    old                            not tried: the resource group is not active',
    ]);
  });

  it('are shown before the stop, while the operator has to decide', () => {
    const view = { steps: [tried], hops };
    expect(proofLines(view)).toEqual(
      expect.arrayContaining(['    gpu                             failed         –   no agent has room']),
    );
    expect(proofsOf(view)).toMatchObject([{ hop: 0, proofs: [{ group: 'gpu', before: trouble }, {}] }]);
  });

  it('are told where they fail at the end as before, and not where they do not', () => {
    expect(failedProofs({ steps: [proven] })).toEqual([
      '    No session starts on gpu, as before: no agent has room',
    ]);
    expect(failedProofs({ steps: [tried] })).toEqual([]);
  });

  it('are told where users took the room, and what may still run', () => {
    const proofs = [{ group: 'gpu', before: took(2), after: trouble }];
    expect(failedProofs({ steps: [step('1.prove.session', { proofs, left: 'p-1 may still run' })] })).toEqual(
      [
        '    No session starts on gpu, where one started before the stop: no agent has room',
        '    Look at this: p-1 may still run',
      ],
    );
  });

  it('are nothing where none was started', () => {
    const steps = [step('1.prove.session', { skipped: 'no agent' }), step('1.try.session', undefined)];
    expect(proofsOf({ steps })).toEqual([]);
    expect(proofLines({ steps, hops })).toEqual([]);
  });
});
