import type { Receipt } from './receipt.ts';

/** What a plan's latest rehearsal said. */
export type Rehearsed = Pick<Receipt, 'made' | 'ok' | 'failure'>;

/** Why a rehearsal said no, in a few words. */
export const whyNot = ({ failure }: Pick<Receipt, 'failure'>): string =>
  failure?.message ?? 'a second run of its migrations ended in another state than the first';

/** What to do about it before it is rehearsed again. */
export const fixFirst = ({ failure }: Pick<Receipt, 'failure'>): string => failure?.hint ?? 'fix the cause';
