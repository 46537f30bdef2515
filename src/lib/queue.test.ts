import fc from 'fast-check';
import { expect, it } from 'vitest';
import { makeQueue } from './queue.ts';

it('hands out the least first, and of equals the first put in', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(5), { maxLength: 40 }), (values) => {
      const queue = makeQueue<{ value: number; number: number }>((a, b) => a.value < b.value);
      const items = values.map((value, number) => ({ value, number }));
      for (const item of items) queue.put(item);
      const taken = items.map(() => queue.take());
      expect(taken).toEqual(items.toSorted((a, b) => a.value - b.value || a.number - b.number));
      expect(queue.take()).toBeUndefined();
    }),
  );
});
