import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunRecord } from '../../io/journal/port.ts';
import type { Drive } from './port.ts';
import { simulatedDrain } from './simulated-drain.ts';

const { one, soon, intake, open, stopped, once, run } = simulatedDrain;

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-notes-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** What the journal says that a step, or its undo, found. */
const resultsOf = async (record: RunRecord, id: string): Promise<readonly unknown[]> =>
  (await record.events()).flatMap((event) =>
    'step' in event && event.step === id && 'result' in event && event.result !== undefined
      ? [event.result]
      : [],
  );

/** A drain that is paused, whose run's folder something happens to meanwhile. */
async function pausedWhile(act: (folderOf: string) => Promise<void>, seconds = 3600) {
  const given = await run(folder, { policy: 'end', seconds }, [one]);
  let asked: ReturnType<Drive['asked']>;
  const pause = () => {
    asked = { what: 'pause', who: 'ana', why: 'lunch', at: '2026-01-01T00:00:00.000Z' };
  };
  expect(await given.begin({ asked: () => asked, onEvent: once('1.drain.users', pause) })).toMatchObject({
    state: 'stopped',
  });
  await act(given.record.folder);
  return given;
}

describe('notes of a drain', { timeout: 30_000 }, () => {
  it('that was removed is told wherever it would have been given back: nobody knows how it was', async () => {
    const { cluster, record, begin } = await pausedWhile((its) => rm(join(its, 'hop-1.intake.json')));
    cluster.database.sessions = [];
    await begin();
    const left = {
      left: [
        expect.stringMatching(
          /^the managers are frozen \(.*\), and no agent takes sessions: .*hop-1\.intake\.json/,
        ),
      ],
    };
    expect(intake(cluster)).toMatchObject({ status: 'frozen', schedulable: [] });
    expect(await resultsOf(record, '1.return.workloads')).toMatchObject([left]);
  });

  it('that was damaged ends the drain at once, long before its deadline, and says which file it is', async () => {
    const { cluster, record, begin } = await pausedWhile((its) =>
      writeFile(join(its, 'hop-1.intake.json'), '{'),
    );
    const began = performance.now();
    expect(await begin()).toMatchObject({ state: 'broken', failure: { code: 'intake.note-damaged' } });
    expect(performance.now() - began).toBeLessThan(20_000);
    expect(await stopped(record)).toBe(false);
    expect(cluster.database.sessions).toEqual([one]);
  });

  it('of its deadline that was damaged is named, and the run goes back', async () => {
    const { cluster, begin } = await pausedWhile((its) =>
      writeFile(join(its, 'hop-1.drain-users.json'), '{"until":"soon"}'),
    );
    expect(await begin()).toMatchObject({
      state: 'failed',
      failure: { code: 'run.document-damaged', message: expect.stringContaining('hop-1.drain-users.json') },
    });
    expect(intake(cluster)).toEqual(open);
  });
});

it('a drain that never began has nothing to give back, and says nothing of it', async () => {
  const { cluster, record, begin } = await run(folder, { policy: 'wait', seconds: soon }, [one]);
  expect(await begin()).toMatchObject({ state: 'failed' });
  expect(intake(cluster)).toEqual(open);
  expect(await resultsOf(record, '1.drain.quiesce')).not.toContainEqual(
    expect.objectContaining({ left: [expect.anything()] }),
  );
});
