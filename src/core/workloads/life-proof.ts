import { z } from 'zod';
import { proofPlace } from './proof-place.ts';

/** What became of a session that was started to prove something. */
const outcome = z.object({
  /** Seconds until it ran, answered through its agent, and had ended. */
  took: z.object({ running: z.number(), logs: z.number(), ended: z.number() }).optional(),
  trouble: z.object({ code: z.string(), message: z.string(), hint: z.string().optional() }).optional(),
});
export type LifeOutcome = z.infer<typeof outcome>;

export const lifeProof = z.strictObject({ ...proofPlace.shape, ...outcome.shape });
/** A place where a session was started, and what became of it. */
export type LifeProof = z.infer<typeof lifeProof>;

/** The same place before and after an upgrade. */
export const comparedProof = z.object({
  group: z.string(),
  agent: z.string().optional(),
  before: outcome.optional(),
  after: outcome.optional(),
});
export type ComparedProof = z.infer<typeof comparedProof>;

export const isSamePlace = (
  one: Pick<LifeProof, 'group' | 'agent'>,
  other: Pick<LifeProof, 'group' | 'agent'>,
): boolean => one.group === other.group && one.agent === other.agent;

/** @returns `resource group gpu`, `agent i-1 of resource group gpu` */
export const placeInWords = ({ group, agent }: Pick<LifeProof, 'group' | 'agent'>): string =>
  agent === undefined ? `resource group ${group}` : `agent ${agent} of resource group ${group}`;
