import { z } from 'zod';

/**
 * How members of a minor hop turn. `beside`: the new program serves beside the old one until that has answered all;
 * `stop`: the old one is stopped before the new one starts.
 */
export const turnModes = ['beside', 'stop'] as const;
export type TurnMode = (typeof turnModes)[number];

/** How a member turns in a hop, and why it does so. */
export const memberTurn = z.strictObject({ member: z.string(), how: z.enum(turnModes), why: z.string() });
export type MemberTurn = z.infer<typeof memberTurn>;
