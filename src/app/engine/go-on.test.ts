import { expect, it } from 'vitest';
import type { RunEvent } from '../../core/run/event.ts';
import { simulatedJournal } from '../../io/journal/simulated-journal.ts';
import type { RunCluster } from '../wiring/open-run-cluster.ts';
import { tellDifferences, whyOf } from './go-on.ts';
import { beginRun } from './simulated-run.ts';

it('a lock says from where to where its run goes', async () => {
  const record = await beginRun(
    simulatedJournal(() => new Date(), '/nowhere'),
    2,
  );
  expect(whyOf(record)).toBe('0 → 2');
});

it('what a run began with counts, and where the file of today differs is told', async () => {
  const record = await beginRun(
    simulatedJournal(() => new Date(), '/nowhere'),
    1,
  );
  const told: RunEvent[] = [];
  const drive = { record, onEvent: (event: RunEvent) => void told.push(event) };
  const today = (...differs: string[]) =>
    ({ cluster: { file: 'cluster.yaml' }, differs }) as unknown as RunCluster;
  await tellDifferences(drive, today());
  expect(told).toEqual([]);
  await tellDifferences(drive, today('m1: host'));
  expect(told).toMatchObject([{ kind: 'facts.differ', file: 'cluster.yaml', differs: ['m1: host'] }]);
  expect((await record.events()).at(-1)).toEqual(told[0]);
});
