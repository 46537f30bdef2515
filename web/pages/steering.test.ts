import { describe, expect, it } from 'vitest';
import { reduceRun } from '../../src/core/run/reduce.ts';
import {
  simulatedBeginning,
  simulatedEvents,
  simulatedHop,
} from '../../src/core/run/simulated-noticed-run.ts';
import type { ShownState } from '../../src/ui/server/wire.ts';
import { actsOf } from './steering.tsx';

const view = reduceRun(simulatedEvents([simulatedBeginning, ...simulatedHop(1)]));
if (!view) throw new Error('a run that has begun has a view');

const forgotten = { who: 'ana', at: '', freed: 1 };

describe('what can be asked of a run', () => {
  it.each<[ShownState, Partial<typeof view>, string[]]>([
    ['running', {}, ['pause', 'abort']],
    ['running', { asked: { what: 'pause', who: 'ana', why: 'lunch', at: '' } }, ['abort']],
    ['stopped', {}, ['resume', 'rollback']],
    ['cut', {}, ['resume', 'rollback']],
    ['cut', { salvaged: 'a line is missing' }, ['rollback']],
    ['undoing', {}, []],
    ['done', {}, ['rollback']],
    ['done', { forgotten }, []],
    ['failed', {}, ['rollback']],
    ['failed', { hops: view.hops.map((hop) => ({ ...hop, state: 'undone' as const })) }, []],
    ['rolled-back', {}, []],
    ['broken', {}, ['rollback']],
  ])('that is %s', (state, more, acts) => {
    expect(actsOf({ view: { ...view, ...more }, standing: { state, driver: null } })).toEqual(acts);
  });
});
