import { describe, expect, it } from 'vitest';
import { waitFor } from './wait.ts';
import { waiting, waitsUnderWay } from './waiting.ts';

/** Files before this one in the same process may have left waits of processes that were killed. */
const own = () => [...waitsUnderWay()].filter(({ what }) => what.endsWith('of this file'));
const known = () => own().map(({ what, trouble }) => [what, trouble()]);

describe('what is waited for', () => {
  it('is known as long as it lasts, the longest first', async () => {
    const seen = await waiting({ what: 'one of this file', timeoutMs: 1000 }, () =>
      waiting({ what: 'another of this file', timeoutMs: 1000, trouble: () => 'it is late' }, async () =>
        known(),
      ),
    );
    expect(seen).toEqual([
      ['one of this file', undefined],
      ['another of this file', 'it is late'],
    ]);
    expect(known()).toEqual([]);
  });

  it('is forgotten where it fails', async () => {
    const failing = waiting({ what: 'one of this file', timeoutMs: 1000 }, () =>
      Promise.reject(new RangeError()),
    );
    await expect(failing).rejects.toBeInstanceOf(RangeError);
    expect(known()).toEqual([]);
  });

  it('says when it gives up', async () => {
    const [wait] = await waiting({ what: 'one of this file', timeoutMs: 1000 }, async () => own());
    expect((wait?.until ?? 0) - (wait?.since ?? 0)).toBe(1000);
  });

  it.each([
    [undefined, 'not there'],
    [() => 'asleep', 'asleep'],
  ])('by tries has the last failure, or what is told of it (%s)', async (told, why) => {
    let tries = 0;
    const seen: unknown[] = [];
    const attempt = async () => {
      tries += 1;
      seen.push(...known());
      if (tries < 2) throw new Error('not there');
      return true;
    };
    await waitFor(attempt, {
      what: 'a door of this file',
      timeoutMs: 5000,
      everyMs: 1,
      ...(told ? { trouble: told } : {}),
    });
    expect(seen.at(-1)).toEqual(['a door of this file', why]);
  });
});
