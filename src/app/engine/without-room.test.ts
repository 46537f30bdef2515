import { expect, it } from 'vitest';
import { simulatedJournal } from '../../io/journal/simulated-journal.ts';
import { BaiupError } from '../../lib/errors.ts';
import { beginRun } from './simulated-run.ts';
import { simulatedPlan } from './simulated-world.ts';
import { withoutRoom } from './without-room.ts';

const journal = () => simulatedJournal(() => new Date(), '/runs');
const full = Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });

it('a run that a full disk ends says what is down now, and what to type once there is room', async () => {
  const record = await beginRun(journal(), 1);
  const stop = { step: '1.stop.m1', hop: 0, title: 'stop', service: 'stopping', member: 'm1' } as const;
  await record.append({ kind: 'step.started', ...stop });
  expect(await withoutRoom(full, record)).toMatchObject({
    code: 'run.no-room',
    message: 'r-1 cannot go on: ENOSPC: no space left on device',
    left: expect.stringContaining('the service is DOWN: m1 is stopped'),
    hint: 'free some megabytes below /runs/r-1; then go on: baiup resume r-1, or go back: baiup rollback r-1',
    cause: full,
  });
});

it('anything else is said as it is', async () => {
  const record = await beginRun(journal(), 1);
  const told = new BaiupError('run.no-room', 'told already', { cause: full });
  const other = new BaiupError('x.y', 'no');
  expect(await withoutRoom(told, record)).toBe(told);
  expect(await withoutRoom(other, record)).toBe(other);
  expect(await withoutRoom(full, await journal().create(simulatedPlan(1)))).toBe(full);
  const ours = new BaiupError('x.y', 'no', { cause: full });
  expect(await withoutRoom(ours, record)).toMatchObject({ code: 'run.no-room' });
});
