import { describe, expect, it } from 'vitest';
import { settledLines, stakeLines } from './settled.ts';

const session = (id: string, change: object = {}) => ({
  id,
  name: `train-${id}`,
  accessKey: 'AK',
  status: 'RUNNING',
  agents: ['i-a1'],
  ended: true,
  ...change,
});

describe('what going back meant for sessions', () => {
  it('is told session by session, with its owner and what became of it', () => {
    const lines = settledLines({
      givenUp: [session('1', { owner: 'ana@example.com' }), session('22', { ended: false })],
      endedSince: [session('3'), session('4', { ended: false })],
      trouble: 'the manager does not answer',
    });
    expect(lines).toEqual([
      '  Given up: 2 sessions of the newer release',
      '    train-1    ana@example.com, AK   1   ended',
      '    train-22   AK   22   not ended: its containers may still run on i-a1',
      '  Ended on the newer release: 2 sessions that the older one believed to run',
      '    train-3   AK   3   ended again',
      '    train-4   AK   4   shown as running: end it again',
      '  Sessions: the manager does not answer',
    ]);
  });

  it('moves no cursor by what its owner typed', () => {
    const [, line] = settledLines({ givenUp: [session('1', { name: 'a\u001b[2J' })], endedSince: [] });
    expect(line).toContain('a\\u001b[2J   AK');
    const [, stake] = stakeLines({ begun: [session('1', { name: 'a\u001b[2J' })], ended: [] });
    expect(stake).toContain('a\\u001b[2J   AK');
  });

  it('is nothing where there were none', () => {
    expect(settledLines({ givenUp: [], endedSince: [] })).toEqual([]);
  });

  it('is not lost where it is not known', () => {
    expect(settledLines({ givenUp: [], endedSince: [], trouble: 'they were not noted' })).toEqual([
      '  Sessions: they were not noted',
    ]);
  });

  it('is cut short where there are many', () => {
    const many = Array.from({ length: 50 }, (_each, index) => session(String(index)));
    const lines = settledLines({ givenUp: many, endedSince: [] });
    expect(lines).toHaveLength(22);
    expect(lines.at(-1)).toBe('    and 30 more, all of them in the JSON document');
  });
});

describe('what a rollback would mean for sessions', () => {
  it('is said before', () => {
    expect(stakeLines({ begun: [session('1')], ended: [session('2')] })).toEqual([
      '1 session began on the newer release and will be lost:',
      '    train-1   AK   1   RUNNING',
      '1 session ended on the newer release and will be ended again:',
      '    train-2   AK   2   was RUNNING',
    ]);
  });

  it('is nothing where it means nothing, or nobody knows', () => {
    expect(stakeLines({ begun: [], ended: [] })).toEqual([]);
    expect(stakeLines(undefined)).toEqual([]);
  });
});
