import { derivedName } from '../identifier.ts';

/** Whose a database that is set aside is, or a copy of it. */
export interface AsidePurpose {
  /** The run's id, which is unique in the world. */
  readonly run: string;
  /** 1 for the first. */
  readonly hop: number;
}

/**
 * Where a database may be while an upgrade works with it: under its own name; `aside`, as it was before; `copy`, which is
 * migrated under a name that no other program knows; `undone`, the newer one after the way back.
 */
export const asidePlaces = ['name', 'aside', 'copy', 'undone'] as const;
export type AsidePlace = (typeof asidePlaces)[number];

const words = { aside: 'before', copy: 'copy', undone: 'undone' } as const;

/** The names on the server of these places. */
export function asideNames(name: string, { run, hop }: AsidePurpose): Readonly<Record<AsidePlace, string>> {
  const whose = hop === 1 ? run : `${run}_${hop}`;
  const named = (word: string): string => derivedName(name, `_${word}_${whose}`);
  return { name, aside: named(words.aside), copy: named(words.copy), undone: named(words.undone) };
}
