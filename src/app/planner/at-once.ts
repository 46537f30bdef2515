import { remembered } from '../../lib/remembered.ts';
import type { HopDraft, HopMember } from './draft.ts';

const waved = remembered(
  ({ waves }: Pick<HopDraft, 'waves'>): ReadonlySet<string> =>
    new Set(waves.flatMap(({ members }) => members)),
);

/** Of some members those that turn at once with all others, and not in a wave. */
export const atOnce = (draft: HopDraft, members: readonly HopMember[]): HopMember[] =>
  members.filter(({ member }) => !waved(draft).has(member.id));
