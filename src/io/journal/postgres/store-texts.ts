import type { RunReader, RunTexts } from '../port.ts';
import type { StoreDoor } from './store-door.ts';
import { storeWords } from './store-error.ts';

/** Texts of a run as rows of a store. */
export function storeTexts(door: StoreDoor, { id, name: run }: Pick<RunReader, 'id' | 'name'>): RunTexts {
  return {
    read: async (name) => {
      const [row] = await door.ask<{ text: string }>(
        'SELECT text FROM baiup.texts WHERE run = $1 AND name = $2',
        [id, name],
      );
      return row?.text;
    },
    write: async (name, text) => {
      await door.ask(
        `INSERT INTO baiup.texts (run, name, text) VALUES ($1, $2, $3)
         ON CONFLICT (run, name) DO UPDATE SET text = excluded.text`,
        [id, name, text],
      );
    },
    where: (name) => `the text "${name}" of ${run} in ${storeWords(door.address)}`,
  };
}
