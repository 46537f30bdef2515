import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Wait } from '../../lib/waiting.ts';
import { seconds, startProgress } from './progress.ts';

const at = (clock: string): number => Date.parse(`2026-11-27T${clock}Z`);

function shown(options: { live?: boolean; quiet?: boolean; behind?: boolean } = {}) {
  const lines: string[] = [];
  const waits: Wait[] = [];
  const progress = startProgress({
    write: (text) => void lines.push(text),
    live: options.live ?? false,
    columns: 200,
    isBehind: () => options.behind ?? false,
    quiet: options.quiet ?? false,
    paint: (_style, text) => text,
    waits: () => waits,
    now: Date.now,
  });
  const wait = (what: string, trouble?: string): void =>
    void waits.push({ what, since: Date.now(), until: Date.now() + 60_000, trouble: () => trouble });
  return { progress, lines, waits, wait };
}

beforeEach(() => void vi.useFakeTimers({ now: at('20:30:00') }));
afterEach(() => void vi.useRealTimers());
const pass = (seconds: number) => vi.advanceTimersByTime(seconds * 1000);

describe('where no line can be drawn on again', () => {
  it('what is under way and waited for is told every few seconds: since when, until when, and why', () => {
    const { progress, lines, wait } = shown();
    progress.started('1.start.a1', 'Start agent a1 at 2');
    wait('a1 to answer as 2', 'the manager has it\nas LOST');
    pass(4);
    expect(lines).toEqual([]);
    pass(1);
    expect(lines).toEqual([
      '… 20:30:05 Start agent a1 at 2 (for 5 s)\n',
      '    waits for a1 to answer as 2, since 20:30:00, at most until 20:31:00: the manager has it as LOST\n',
    ]);
    pass(5);
    expect(lines).toHaveLength(4);
    expect(lines[2]).toBe('… 20:30:10 Start agent a1 at 2 (for 10 s)\n');
  });

  it('a wait outside of any step is told as well, and so is what the whole does', () => {
    const { progress, lines, wait } = shown();
    wait('PostgreSQL at h:5432 to answer');
    pass(5);
    progress.headline(() => 'going back for 12.0 s');
    pass(5);
    expect(lines[0]).toBe('… 20:30:05 still waiting\n');
    expect(lines[2]).toBe('… 20:30:10 going back for 12.0 s\n');
  });

  it('nothing is told where nothing lasts, or lines come anyway', () => {
    const { progress, lines, waits, wait } = shown();
    pass(20);
    wait('something short');
    pass(1);
    waits.length = 0;
    for (let each = 0; each < 10; each += 1) {
      progress.started(`${each}`, 'a step');
      pass(1.5);
      progress.finished(`${each}`, '✓', 'a step', 1.5);
    }
    expect(lines.filter((line) => line.startsWith('…'))).toEqual([]);
  });

  it('what many wait for is told once, since the first of them does', () => {
    const { lines, wait } = shown();
    wait('python3 on here to end');
    pass(2);
    wait('python3 on here to end');
    pass(3);
    expect(lines).toEqual([
      '… 20:30:05 still waiting\n',
      '    waits for python3 on here to end, since 20:30:00, at most until 20:31:00\n',
    ]);
  });

  it('of many only a few are told', () => {
    const { progress, lines, wait } = shown();
    for (let each = 0; each < 2000; each += 1) {
      progress.started(`${each}`, `Start agent a${each}`);
      wait(`a${each} to answer`);
    }
    pass(5);
    expect(lines).toHaveLength(5);
    expect(lines[0]).toContain('Start agent a2 (for 5 s) and 1,997 more steps');
    expect(lines[4]).toBe('    and for 1,997 others\n');
  });

  it.each([[{ quiet: true }], [{ behind: true }]])('nothing is told where %j', (options) => {
    const { progress, lines, wait } = shown(options);
    progress.started('x', 'a step');
    wait('something');
    pass(30);
    expect(lines).toEqual([]);
  });

  it('nothing is told after the end', () => {
    const { progress, lines, wait } = shown();
    progress.started('x', 'a step');
    wait('something');
    progress.stop();
    pass(30);
    expect(lines).toEqual([]);
  });
});

describe('on a terminal', () => {
  it('the live line names what is waited for, also outside of any step', () => {
    const { progress, lines, wait, waits } = shown({ live: true });
    wait('a1 to answer as 2');
    pass(1);
    expect(lines).toEqual([]);
    pass(2);
    expect(lines.at(-1)).toMatch(
      /^\r.* waits for a1 to answer as 2, since 20:30:00, at most until 20:31:00$/,
    );
    progress.started('x', 'Start agent a1');
    pass(1);
    expect(lines.at(-1)).toMatch(/ Start agent a1 \d\.\d s · waits for a1 to answer as 2/);
    waits.length = 0;
    pass(1);
    expect(lines.at(-1)).toMatch(/ Start agent a1 \d\.\d s$/);
  });
});

it.each([
  [0, '0.0 s'],
  [59.94, '59.9 s'],
  [59.96, '1 m 0 s'],
  [119.6, '2 m 0 s'],
  [507.4, '8 m 27 s'],
])('%s seconds are read as %s', (value, text) => {
  expect(seconds(value)).toBe(text);
});
