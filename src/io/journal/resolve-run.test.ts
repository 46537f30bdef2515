import { describe, expect, it } from 'vitest';
import { resolveRun } from './resolve-run.ts';

const runs = [
  { name: 'r-1', id: '7f3a9c2e41b0' },
  { name: 'r-2', id: '7f3b00000000' },
  { name: 'r-12', id: '123456789abc' },
  // Of a version that knew names only.
  { name: 'r-3', id: 'r-3' },
];

describe('what is typed for a run', () => {
  it.each([
    ['r-1', 'r-1'],
    ['r-12', 'r-12'],
    ['r-3', 'r-3'],
    ['7f3a9c2e41b0', 'r-1'],
    ['7f3a', 'r-1'],
    ['7F3A', 'r-1'],
    ['1', 'r-12'],
  ])('%s is %s', (typed, name) => {
    expect(resolveRun(typed, runs).name).toBe(name);
  });

  it.each(['r', 'r-', '7f3c', '7f3a9c2e41b00', '', '..'])('%s is unknown', (typed) => {
    expect(() => resolveRun(typed, runs)).toThrowError(
      expect.objectContaining({ code: 'run.unknown', exit: 64 }),
    );
  });

  it('is told which runs there are', () => {
    const many = Array.from({ length: 10 }, (_each, n) => ({
      name: `r-${n}`,
      id: n === 9 ? 'r-9' : `${n}`.repeat(12),
    }));
    const unknown = { code: 'run.unknown', message: 'there is no run "x" here', exit: 64 };
    expect(() => resolveRun('x', many)).toThrowError(
      expect.objectContaining({
        ...unknown,
        hint: 'the latest are r-2 (222222222222), r-3 (333333333333), r-4 (444444444444), r-5 (555555555555), r-6 (666666666666), r-7 (777777777777), r-8 (888888888888), r-9: baiup runs',
      }),
    );
    expect(() => resolveRun('x', [])).toThrowError(
      expect.objectContaining({ ...unknown, hint: 'no run has been made yet: baiup runs' }),
    );
  });

  it('is refused where it may be two, with both', () => {
    expect(() => resolveRun('7f3', runs)).toThrowError(
      expect.objectContaining({
        code: 'run.ambiguous',
        message: '"7f3" may be r-1 or r-2',
        hint: 'type more of it: r-1 (7f3a9c2e41b0), r-2 (7f3b00000000)',
      }),
    );
  });
});
