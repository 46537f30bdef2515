import { expect, it } from 'vitest';
import { parseVersion } from '../versions/parse-version.ts';
import type { TrialEnd } from './trial.ts';
import { verdictOf } from './trials.ts';

const route = {
  kind: 'upgrade',
  run: ['c7d8e9f0a1b2', 'd8e9f0a1b2c3'],
  fill: [],
  orphans: [],
  why: '',
} as const;
const seeded = { ...route, run: ['9229f72fa447', ...route.run] };
const failed = (revision: string): TrialEnd => ({
  outcome: 'failed',
  revision,
  why: 'null values',
  left: 'half',
  versions: [],
  seconds: 1,
});

it.each([
  ['on rows that a check asks for', failed('d8e9f0a1b2c3'), route, true],
  ['on rows that the hop itself sees to', failed('d8e9f0a1b2c3'), seeded, false],
  ['at a revision that nothing is asked for', failed('c7d8e9f0a1b2'), route, false],
  [
    'because a check found rows',
    { ...failed(''), outcome: 'refused', asked: 'database.kernel-batch' } as const,
    route,
    true,
  ],
  ['by what it leaves', { ...failed('d8e9f0a1b2c3'), outcome: 'wrong' } as const, route, false],
])('a trial that failed %s: on data %s', (_what, end, run, onData) => {
  expect(verdictOf(end, { to: parseVersion('26.04.4'), route: run })).toMatchObject({ went: false, onData });
});
