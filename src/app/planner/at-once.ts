import { remembered } from '../../lib/remembered.ts';
import type { HopDraft, HopMember } from './draft.ts';

const waved = remembered(
  ({ waves }: Pick<HopDraft, 'waves'>): ReadonlySet<string> =>
    new Set(waves.flatMap(({ members }) => members)),
);

/** Whether a member turns in a wave, perhaps days later than all others. */
export const turnsInWave = (draft: HopDraft, { member }: HopMember): boolean => waved(draft).has(member.id);

/** Of some members those that turn at once with all others, and not in a wave. */
export const atOnce = (draft: HopDraft, members: readonly HopMember[]): HopMember[] =>
  members.filter((each) => !turnsInWave(draft, each));
