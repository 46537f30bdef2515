import { isDeepStrictEqual } from 'node:util';
import { parse } from 'smol-toml';
import { messageOf } from '../../lib/errors.ts';
import type { ConfigurationEdit } from './edit.ts';
import { editTable, isTable, type Table } from './edit-table.ts';
import { editText } from './edit-text.ts';

export interface Edited<E> {
  readonly text: string;
  /** Edits that changed something. */
  readonly made: readonly E[];
  /** Edits that have something to change but cannot be made safely: for a person. */
  readonly left: readonly { readonly edit: E; readonly why: string }[];
}

/** The parser's tables have no prototype; ours have. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (!isTable(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)]));
}

const read = (text: string): Table => plain(parse(text, { integersAsBigInt: 'asNeeded' })) as Table;

/**
 * Makes edits in a configuration's text. Comments, order and everything else stay byte for byte. Each edit is checked:
 * the text is parsed before and after, and only the wanted keys may differ. Otherwise the edit is left to a person. A
 * text that is not TOML is returned unchanged, with all edits left.
 */
export function editConfiguration<E>(
  text: string,
  edits: readonly E[],
  editOf: (each: E) => ConfigurationEdit,
): Edited<E> {
  let here = text;
  const made: E[] = [];
  const left: { edit: E; why: string }[] = [];
  for (const each of edits) {
    const edit = editOf(each);
    try {
      const whole = read(here);
      const wanted = editTable(whole, edit);
      if (!wanted) continue;
      const next = editText(here, edit, whole);
      if (!isDeepStrictEqual(read(next), wanted))
        throw new Error('it is written in a way that cannot be changed safely');
      here = next;
      made.push(each);
    } catch (error) {
      left.push({ edit: each, why: messageOf(error).split('\n')[0] ?? '' });
    }
  }
  return { text: here, made, left };
}
