import { expect, it } from 'vitest';
import { shapeOf } from './shape.ts';

it('keeps of each part what another one is counted by, and of its rows one alone', () => {
  const key = ['id'];
  expect(
    shapeOf({
      kinds: { users: { count: 2, key, rows: { a: { email: 'a@b', role: 'user' }, b: { email: 'c@d' } } } },
      tables: { lamps: { count: 9, key, columns: { watt: '7' }, oneIn: 3 }, none: { count: 0, rows: {} } },
    }),
  ).toEqual({
    kinds: { users: { count: 2, key, rows: { a: { email: 'a@b', role: 'user' } } } },
    tables: { lamps: { count: 9, key, columns: { watt: '7' }, oneIn: 3 }, none: { count: 0, rows: {} } },
  });
});
