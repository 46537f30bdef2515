import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BaiupError } from '../../lib/errors.ts';
import type { Finding } from '../../lib/finding.ts';
import { simulatedDrain } from './simulated-drain.ts';

const { one, two, soon, intake, open, stopped, once, run } = simulatedDrain;

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-refused-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const guarded: Finding = {
  code: 'workloads.guarded',
  severity: 'blocker',
  subject: 'train',
  summary: 'session train is guarded by owner=ana@example.com',
  hint: 'ask its owner; accept it alone with --accept session=train',
};

/** What managers answer to calls of a drain. */
const answers = [
  ['keys that are wrong or expired by now', 'api.refused', '401: Signature mismatch'],
  ['a role that may not', 'api.refused', '403: Forbidden operation'],
  ['a clock that is off by more than they allow', 'api.clock', 'Date/time sync error'],
  ['a later API that has no such call', 'api.failed', '404: Not found'],
  ['an answer that nobody understands', 'api.failed', 'cannot be understood: <html>'],
] as const;

describe('managers refuse a drain', { timeout: 30_000 }, () => {
  it.each(answers)('for %s: it goes back before anything is stopped', async (_why, code, said) => {
    const { cluster, record, begin } = await run(folder, { policy: 'end', seconds: soon });
    const refuse = () => {
      cluster.apiTrouble = new BaiupError(code, said);
    };
    const view = await begin({ onEvent: once('1.drain.users', refuse) });
    expect(view).toMatchObject({ state: 'failed', failure: { code, message: said } });
    expect(await stopped(record)).toBe(false);
    expect(cluster.database.sessions).toEqual([one, two]);
    expect(intake(cluster)).toEqual(open);
  });

  it('none where all sessions end by themselves: nothing is asked of them', async () => {
    const { cluster, begin } = await run(folder, { policy: 'wait', seconds: 3600 });
    const end = () => {
      cluster.apiTrouble = new BaiupError('api.refused', '401');
      cluster.database.sessions = [];
    };
    expect(await begin({ onEvent: once('1.drain.users', end) })).toMatchObject({ state: 'done' });
    expect(intake(cluster)).toEqual(open);
  });

  it('a guarded session that began before the freeze is not ended, nor any other', async () => {
    const { cluster, record, begin } = await run(folder, { policy: 'end', seconds: soon });
    const begins = () => {
      cluster.guarded = [guarded];
    };
    const view = await begin({ onEvent: once('1.drain.quiesce', begins) });
    expect(view).toMatchObject({
      state: 'failed',
      failure: { code: 'workloads.guarded', message: guarded.summary, hint: guarded.hint },
    });
    expect(await stopped(record)).toBe(false);
    expect(cluster.database.sessions).toEqual([one, two]);
    expect(intake(cluster)).toEqual(open);
  });

  it('a guarded session that begins while others are ended stays', async () => {
    const { cluster, record, begin } = await run(folder, { policy: 'end', seconds: soon });
    const third = { ...two, id: 'third', name: 'third' };
    cluster.onEnd = (id) => {
      cluster.guarded = [guarded];
      return id === one.id ? third : 'ends';
    };
    const view = await begin();
    expect(view).toMatchObject({ state: 'failed', failure: { code: 'workloads.guarded' } });
    expect(await stopped(record)).toBe(false);
    expect(cluster.database.sessions).toEqual([third]);
    expect(intake(cluster)).toEqual(open);
  });
});
