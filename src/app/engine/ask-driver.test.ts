import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fileRequests } from '../../io/journal/file-requests.ts';
import type { Driver, RunReader } from '../../io/journal/port.ts';

import { askDriver } from './ask-driver.ts';
import { operator } from './operator.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-ask-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const run = (driver: RunReader['driver'] = async () => ({ life: 'alive' }) as Driver) => ({
  requests: fileRequests(folder),
  name: 'r-1',
  driver,
});

describe('what is asked of whoever drives a run', () => {
  it('says who asks and why, and is waited for until it is heard, whatever else is asked', async () => {
    const requests = fileRequests(folder);
    await requests.make({ what: 'abort', who: 'ben@there', why: 'late', at: '2026-01-01T00:00:00.000Z' });
    let isOver = false;
    const asked = askDriver(run(), 'pause', 'lunch').then(() => {
      isOver = true;
    });
    await vi.waitFor(async () => expect(await requests.read()).toHaveLength(2), { timeout: 4000 });
    expect((await requests.read())[0]).toMatchObject({ what: 'pause', who: operator(), why: 'lunch' });
    expect(isOver).toBe(false);
    await requests.remove('pause');
    await asked;
    expect(await requests.read()).toMatchObject([{ what: 'abort' }]);
  });

  it('is taken back where nobody hears it, and said', async () => {
    await expect(askDriver(run(), 'abort', 'lunch', 200)).rejects.toMatchObject({
      code: 'run.not-heard',
      message: 'whoever drives r-1 did not hear that within 0.2 s',
      exit: 1,
      left: 'the run goes on as before',
      hint: 'see how it stands: baiup show r-1',
    });
    expect(await fileRequests(folder).read()).toEqual([]);
  });

  it.each([
    ['gave it back', undefined],
    ['died', { life: 'dead' } as Driver],
  ])('is not waited for where whoever drove it %s', async (_how, driver) => {
    const asked = askDriver(
      run(async () => driver),
      'pause',
      'lunch',
      60_000,
    );
    await expect(asked).rejects.toMatchObject({
      code: 'run.not-heard',
      message: 'whoever drives r-1 has ended before it heard that',
      left: 'nobody drives the run now',
    });
    expect(await fileRequests(folder).read()).toEqual([]);
  });
});
