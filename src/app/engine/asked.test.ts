import { describe, expect, it } from 'vitest';
import type { Asked } from '../../core/run/asked.ts';
import { ownJournal } from '../../io/journal/own-journal.ts';
import { inProcessEngine } from './in-process.ts';
import { beginRun, driveOf, newWorld, worldState } from './simulated-run.ts';

const journal = ownJournal();

const pause: Asked = { what: 'pause', who: 'ana', why: 'lunch', at: '2026-01-01T00:00:00.000Z' };

describe('a run of which somebody asks something', () => {
  it('stops after the running step when asked to, and goes on later', async () => {
    const world = newWorld();
    const record = await beginRun(journal(), 1);
    let asked: Asked | undefined;
    const drive = driveOf(record, world, () => asked);
    const stopped = await inProcessEngine.advance({
      ...drive,
      onEvent: (event) => {
        if (event.kind === 'step.started' && event.step === '1.migrate') asked = pause;
      },
    });
    expect(stopped).toMatchObject({ state: 'stopped', asked: { who: 'ana', why: 'lunch' } });
    expect(worldState(world)).toEqual({ running: false, release: 0, database: 1 });
    const view = await inProcessEngine.advance(driveOf(await journal().open(record.id), world));
    expect(view.state).toBe('done');
  });

  it.each([
    ['stops before it stops a service', '1.stage', 'stopped', true],
    ['goes on to its end once it has begun to stop one', '1.stop', 'done', true],
  ])('that lost its terminal %s', async (_what, step, ends, running) => {
    const world = newWorld();
    let asked: Asked | undefined;
    const view = await inProcessEngine.advance({
      ...driveOf(await beginRun(journal(), 2), world, () => asked),
      onEvent: (event) => {
        if (event.kind === 'step.started' && event.step === step) asked = { ...pause, untilStop: true };
      },
    });
    expect(view.state).toBe(ends);
    expect(world.running).toBe(running);
  });

  it('that lost its terminal goes on when it is resumed with services stopped', async () => {
    const world = newWorld();
    const record = await beginRun(journal(), 1);
    let asked: Asked | undefined;
    await inProcessEngine.advance({
      ...driveOf(record, world, () => asked),
      onEvent: (event) => {
        if (event.kind === 'step.started' && event.step === '1.migrate') asked = pause;
      },
    });
    const lost = (): Asked => ({ ...pause, untilStop: true });
    expect((await inProcessEngine.advance(driveOf(await journal().open(record.id), world, lost))).state).toBe(
      'done',
    );
  });

  it.each([
    ['before anything is stopped', '1.stage', 0],
    ['within a hop', '1.migrate', 0],
    ['while a hop proves itself', '1.prove', 1],
    ['within the second hop', '2.migrate', 1],
  ])('goes back to where the hop began when it is given up %s', async (_what, step, release) => {
    const world = newWorld();
    let asked: Asked | undefined;
    const view = await inProcessEngine.advance({
      ...driveOf(await beginRun(journal(), 2), world, () => asked),
      onEvent: (event) => {
        if (event.kind === 'step.started' && event.step === step) asked = { ...pause, what: 'abort' };
      },
    });
    expect(view).toMatchObject({
      state: 'failed',
      failure: { code: 'run.aborted', message: 'ana asked it to go back: lunch' },
    });
    expect(worldState(world)).toEqual({ running: true, release, database: release });
  });

  it('carries a manual step out at once when it is approved while others run', async () => {
    const world = newWorld();
    const record = await beginRun(journal(), 1, true);
    const view = await inProcessEngine.advance({
      ...driveOf(record, world),
      onEvent: async (event) => {
        if (event.kind !== 'approval.asked') return;
        const { step, hop, title } = event;
        await record.append({ kind: 'approval.given', step, hop, title, who: 'ana', by: 'approve' });
      },
    });
    expect(view.state).toBe('done');
  });
});
