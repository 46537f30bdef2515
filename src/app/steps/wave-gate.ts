import { z } from 'zod';
import { durationText } from '../../lib/duration.ts';
import { BaiupError } from '../../lib/errors.ts';
import { firstFew } from '../../lib/first-few.ts';
import { waitFor } from '../../lib/wait.ts';
import type { StepContext } from './context.ts';
import type { MemberAgents } from './member-agents.ts';
import { membersOf } from './members-of.ts';
import { endLeftProofs } from './proof-sessions.ts';
import { clusterData, type Step } from './step.ts';
import { notAsBefore, waveMembers } from './wave-agents.ts';
import { waveSessions } from './wave-sessions.ts';
import { forgetWaveSince, noteWaveSince, waveSince } from './wave-since.ts';
import { whileAlive } from './while-alive.ts';

const params = z.strictObject({
  hop: z.int().positive(),
  /** From 0 on. */
  wave: z.int().nonnegative(),
  name: z.string(),
  members: z.array(z.string()).min(1),
  /** Seconds that it is watched. */
  bake: z.number().nonnegative(),
  /** The operator accepts that agents offer less. */
  accepted: z.literal(true).optional(),
});
type GateParams = z.infer<typeof params>;

/** An agent tells what it has with its first sign of life, which it gives every few seconds. */
const backTimeoutMs = 60_000;
/** Longer than a manager takes an agent that misses a sign of life for lost, and finds it again. */
const lookTimeoutMs = 40_000;
const shown = 5;

function refused(name: string, wrong: ReadonlyMap<string, string>): void {
  if (wrong.size === 0) return;
  const told = [...wrong].map(([member, what]) => `${member}: ${what}`);
  throw new BaiupError('wave.gate', `agents of ${name} are not as before: ${firstFew(told, shown)}`, {
    hint: 'read the logs of these agents',
    found: { members: [...wrong.keys()] },
  });
}

/** Waits until all are as before. @throws BaiupError `wave.gate` with the members that are not */
async function asBefore(
  { hop, name, accepted }: GateParams,
  members: readonly MemberAgents[],
  timeoutMs: number,
  context: StepContext,
): Promise<void> {
  let wrong: ReadonlyMap<string, string> = new Map();
  await waitFor(
    async () => {
      wrong = await notAsBefore(hop, members, accepted ?? false, context);
      return wrong.size === 0 ? true : undefined;
    },
    {
      timeoutMs,
      everyMs: 500,
      signal: context.signal,
      what: `agents of ${name} to offer what they offered`,
      code: 'wave.gate',
      trouble: () => (wrong.size > 0 ? firstFew([...wrong.values()], shown) : undefined),
    },
  ).catch((error: unknown) => {
    refused(name, wrong);
    throw error;
  });
}

/** Watches for the rest of the time. @returns milliseconds that had passed before, where an earlier process began it */
async function bakes({ hop, wave, name, bake }: GateParams, context: StepContext): Promise<number> {
  const begun = await waveSince(hop, wave, context);
  const since = begun ?? Date.now();
  if (begun === undefined) await noteWaveSince(hop, wave, since, context);
  const before = Date.now() - since;
  const left = bake * 1000 - before;
  if (left <= 0) return before;
  const until = since + bake * 1000;
  const timeoutMs = left + 60_000;
  const what = `${name} to be watched for ${durationText(bake)}`;
  const isOver = async () => (Date.now() >= until ? true : undefined);
  const everyMs = Math.max(1, Math.min(1000, left));
  await waitFor(isOver, { timeoutMs, everyMs, signal: context.signal, what, trouble: () => 'it goes well' });
  return before;
}

/**
 * The gate of a wave: each of its agents is back in the managers' eyes and offers what it offered, a session starts on
 * those that are empty, and it is so still when the wave was watched for a time. Members that were postponed are left
 * out.
 */
export const waveGate: Step<GateParams> = {
  kind: 'wave.gate',
  params,
  title: ({ name, bake }) => `The agents of ${name} are as before, and still so after ${durationText(bake)}`,
  estimate: 5,
  waits: 'throughout',
  stopsWhenAsked: true,
  probe: async () => 'todo',
  apply: async (given, context) => {
    const { hop, wave, name } = given;
    const left = context.postponed?.() ?? new Set();
    const ids = given.members.filter((id) => !left.has(id));
    if (ids.length === 0) return { agents: 0 };
    const needs = [membersOf(context.inventory, 'manager')];
    return whileAlive('nobody can tell how agents are', needs, context, async (signal) => {
      const own = { ...context, signal };
      const members = await waveMembers(ids, own);
      const isWatched = (await waveSince(hop, wave, own)) !== undefined;
      await asBefore(given, members, backTimeoutMs, own);
      const { tried, wrong } = isWatched
        ? { tried: 0, wrong: new Map<string, string>() }
        : await waveSessions(hop, members, own);
      refused(name, wrong);
      const before = await bakes(given, own);
      if (given.bake > 0) await asBefore(given, members, lookTimeoutMs, own);
      const goesOn = isWatched ? { goesOn: true, before: Math.round(before / 1000) } : { sessions: tried };
      return { agents: ids.length, watched: given.bake, ...goesOn };
    });
  },
  verify: async () => undefined,
  undo: async ({ hop, wave }, context) => {
    await forgetWaveSince(hop, wave, context);
    const left = await endLeftProofs(hop, context);
    return left === undefined ? undefined : { left };
  },
  data: () => clusterData,
  notUndone: () => 'a session that baiup started to prove something may still run',
};
