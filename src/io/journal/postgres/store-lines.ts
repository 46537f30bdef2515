import type { JournalLines } from '../journal-lines.ts';
import { missing } from '../scan.ts';
import type { Mark } from './seen-mark.ts';
import { headOf } from './store-claim.ts';
import type { StoreDoor } from './store-door.ts';
import type { StoreLooks } from './store-looks.ts';

interface Where {
  readonly id: string;
  readonly name: string;
  readonly door: StoreDoor;
  readonly looks: StoreLooks;
  /** How far this machine has seen it. */
  readonly mark: () => Promise<Mark | undefined>;
}

const textOf = (rows: readonly { readonly line: string }[]): Buffer =>
  Buffer.from(rows.map(({ line }) => `${line}\n`).join(''));

/** A run's journal as rows of a store, each a line with its hash. */
export function storeLines({ id, name, door, looks, mark }: Where): JournalLines {
  let generation = 0;
  const read = (of: number, after: number, to: number) =>
    door.ask<{ line: string }>(
      'SELECT line FROM baiup.events WHERE run = $1 AND generation = $2 AND seq > $3 AND seq <= $4 ORDER BY seq',
      [id, of, after, to],
    );
  return {
    look: async (exactly) => {
      if (exactly) looks.changed();
      const seen = await mark();
      const [head] = await headOf(looks, id, name);
      return {
        after: async ({ seq }) => {
          if (seq === 0) ({ generation } = head);
          if (generation !== head.generation || head.seq < seq) return undefined;
          return head.seq === seq ? Buffer.alloc(0) : textOf(await read(generation, seq, head.seq));
        },
        lossAfter: async (seq) => {
          if (head.seq > seq) return { why: `${missing(seq + 1, head.seq)} at the end` };
          const isOlder =
            seen !== undefined &&
            (seen.generation > head.generation || (seen.generation === head.generation && seen.seq > seq));
          if (!isOlder) return undefined;
          const lost =
            seen.generation === head.generation ? missing(seq + 1, seen.seq) : 'events are missing';
          return {
            why: `${lost} at the end: this machine has seen them, so the store was put back to an older state`,
          };
        },
      };
    },
    all: async () => {
      const [head] = await headOf(looks, id, name);
      return textOf(await read(head.generation, 0, 2 ** 31 - 1));
    },
  };
}
