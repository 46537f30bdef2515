import { describe, expect, it } from 'vitest';
import { parseStat } from './proc.ts';

const rest = '1 42 41 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 98765 1000 200';

describe('/proc/PID/stat', () => {
  it.each([
    ['43 (python3) S', { pid: 43, parent: 1, group: 42, session: 41, startTicks: 98_765 }],
    ['43 (a (strange) name) R', { pid: 43, parent: 1, group: 42, session: 41, startTicks: 98_765 }],
    ['43 (ended) Z', undefined],
    ['43 (gone) X', undefined],
  ])('%j', (start, facts) => {
    expect(parseStat(`${start} ${rest}`)).toEqual(facts);
  });
});
