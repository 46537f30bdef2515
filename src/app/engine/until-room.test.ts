import { expect, it } from 'vitest';
import { ownJournal } from '../../io/journal/own-journal.ts';
import type { RunRecord } from '../../io/journal/port.ts';
import { BaiupError } from '../../lib/errors.ts';
import { inProcessEngine } from './in-process.ts';
import type { Drive } from './port.ts';
import { beginRun, driveOf, newWorld, worldState } from './simulated-run.ts';
import type { World } from './simulated-world.ts';

const journal = ownJournal();

/** Drives a world on a host whose disk is full when the step of this kind is applied. */
function onFullHost(record: RunRecord, world: World, kind: string): Drive {
  const apply = async (): Promise<never> => {
    throw new BaiupError('host.no-room', '/data on m1 has 3 MB free');
  };
  const drive = driveOf(record, world);
  return { ...drive, steps: drive.steps.map((step) => (step.kind === kind ? { ...step, apply } : step)) };
}

it('a host whose disk is full before the first stop has the run wait, and it goes on once there is room', async () => {
  const world = newWorld();
  const record = await beginRun(journal(), 1);
  const stopped = await inProcessEngine.advance(onFullHost(record, world, 'stage'));
  expect(stopped).toMatchObject({
    state: 'stopped',
    asked: { who: 'baiup', why: '/data on m1 has 3 MB free', at: expect.stringMatching(/^\d{4}-/) },
    failure: { code: 'host.no-room', step: '1.stage' },
  });
  expect((await record.events()).map(({ kind }) => kind)).not.toContain('undo.started');
  const view = await inProcessEngine.advance(driveOf(await journal().open(record.id), world));
  expect(view.state).toBe('done');
});

it('a host whose disk is full after the first stop has the run go back', async () => {
  const world = newWorld();
  const record = await beginRun(journal(), 1);
  const view = await inProcessEngine.advance(onFullHost(record, world, 'switch'));
  expect(view).toMatchObject({ state: 'failed', failure: { code: 'host.no-room' } });
  expect(worldState(world)).toEqual({ running: true, release: 0, database: 0 });
});
