import { describe, expect, it } from 'vitest';
import type { RunState, UndoReason } from './event.ts';
import { downText, nextText } from './standing-words.ts';
import type { StepView } from './view.ts';

const stopped = (member: string): StepView => ({
  step: `1.stop.${member}`,
  hop: 0,
  title: `stop ${member}`,
  state: 'done',
  service: 'stopping',
  member,
});
const hops = [{ from: '1', to: '2', kind: 'major', state: 'running' }] as const;

describe('whether the service is down', () => {
  it.each<[string[], string]>([
    [[], 'every service that the run stopped runs again, or none was stopped'],
    [['m1'], 'the service is DOWN: m1 is stopped'],
    [['m1', 'a1'], 'the service is DOWN: m1, a1 are stopped'],
  ])('%j', (members, text) => {
    expect(downText({ hops, steps: members.map(stopped) })).toBe(text);
  });

  it('says since when, where that is known', () => {
    const downtime = { predicted: 1, since: '2026-11-27T12:00:00.000Z' };
    expect(downText({ hops, steps: [stopped('m1')], downtime })).toBe(
      'the service is DOWN: m1 is stopped (since 2026-11-27T12:00:00.000Z)',
    );
  });
});

describe('what can be typed about a run that stands still', () => {
  const either = 'go on: baiup resume r-1, or go back: baiup rollback r-1';
  const show = 'baiup show r-1';
  const back = 'go back: baiup rollback r-1';
  it.each<[RunState, string, string]>([
    ['running', either, back],
    ['stopped', either, back],
    ['undoing', 'finish going back: baiup rollback r-1', back],
    ['broken', 'fix the cause, then: baiup rollback r-1', back],
    ['done', show, show],
    ['failed', show, show],
    ['rolled-back', show, show],
  ])('%s', (state, text, onceSalvaged) => {
    expect(nextText({ run: 'r-1', state, hops, salvaged: undefined })).toBe(text);
    expect(nextText({ run: 'r-1', state, hops, salvaged: 'line 5 is not JSON' })).toBe(onceSalvaged);
  });

  const hopBack =
    'finish going back to where the hop began: baiup resume r-1, or take all hops back: baiup rollback r-1';
  it.each<[UndoReason, string]>([
    ['failure', hopBack],
    ['abort', hopBack],
    ['rollback', 'finish going back: baiup rollback r-1'],
  ])('going back of one hop of several, %s', (goingBack, text) => {
    const both = [...hops, { from: '2', to: '3', kind: 'minor', state: 'todo' }] as const;
    expect(nextText({ run: 'r-1', state: 'undoing', goingBack, hops: both })).toBe(text);
  });
});
