import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { RunEvent, RunFact } from '../../core/run/event.ts';
import { simulatedJournal } from '../../io/journal/simulated-journal.ts';
import type { RunCluster } from '../wiring/open-run-cluster.ts';
import { goOn, tellDifferences, whyOf } from './go-on.ts';
import { operator } from './operator.ts';
import { beginRun } from './simulated-run.ts';
import { emptyContext } from './simulated-world.ts';

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

const undoing: RunFact = { kind: 'undo.started', why: 'rollback', hops: [], who: 'ana' };
const salvaged: RunFact = { kind: 'run.salvaged', who: 'ana', why: 'line 5 is not JSON', kept: 'x' };

/** Goes on with a run that has nothing left to do, after these facts. */
async function goneOn(...facts: readonly RunFact[]) {
  const folder = await mkdtemp(join(tmpdir(), 'baiup-go-on-'));
  try {
    const record = await beginRun(
      simulatedJournal(() => new Date(), folder),
      0,
    );
    for (const fact of facts) await record.append(fact);
    const lock = {
      lost: () => undefined,
      look: async () => undefined,
      free: async () => undefined,
      leave: async () => undefined,
    };
    const cluster = {
      file: 'cluster.yaml',
      inventory: { components: [] },
      dropLeftovers: async () => undefined,
      hooks: [],
      lock: { hold: async () => lock },
      stepContext: () => emptyContext(record.folder),
    };
    const told: RunEvent[] = [];
    const onEvent = (event: RunEvent): void => void told.push(event);
    const options = { asked: () => undefined, onAsked: () => undefined, onEvent };
    const today = { cluster, differs: ['m1: host'] } as unknown as RunCluster;
    const view = await goOn(today, record, options, () => undefined);
    return { view, told: told.map(({ kind }) => kind) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

it('going on tells how the run began, who goes on, and what differs today', async () => {
  const { view, told } = await goneOn();
  expect(view).toMatchObject({ state: 'done', who: operator() });
  expect(told).toEqual(['run.started', 'run.resumed', 'facts.differ', 'run.finished']);
});

it('a run whose journal was begun anew only goes back', async () => {
  await expect(goneOn(salvaged)).rejects.toMatchObject({
    code: 'run.only-back',
    exit: 2,
    message: 'the journal of r-1 was damaged: it can only go back',
    left: 'nothing was changed now',
    hint: 'baiup rollback r-1',
  });
  expect((await goneOn(salvaged, undoing)).view.state).toBe('rolled-back');
  const broken: RunFact = { kind: 'run.finished', state: 'broken', left: [] };
  expect((await goneOn(salvaged, undoing, broken)).view.state).toBe('rolled-back');
});
