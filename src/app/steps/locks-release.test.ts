import { expect, it } from 'vitest';
import type { StepContext } from './context.ts';
import { locksRelease } from './locks-release.ts';

it.each([
  [2, 2],
  [undefined, null],
])(
  'locks of managers are removed on the way there and back, and no silent Redis fails a run: %s',
  async (found, released) => {
    const context = { releaseLocks: async () => found } as unknown as StepContext;
    const { apply, undo } = locksRelease;
    expect(await apply({ hop: 1 }, context, 'todo')).toEqual({ released });
    if (typeof undo !== 'function') expect.unreachable();
    expect(await undo({ hop: 1 }, context)).toEqual({ released });
  },
);
