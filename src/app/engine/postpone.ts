import { memberNamed } from '../../core/cluster/member-named.ts';
import type { PlacedStep } from '../../core/plan/walk.ts';
import type { Failure } from '../../core/run/event.ts';
import { hostTrouble } from '../../io/hosts/host-trouble.ts';
import { BaiupError } from '../../lib/errors.ts';
import { failureOf, type Tell } from './carry-out.ts';
import type { Drive } from './port.ts';
import type { Position } from './position.ts';
import { undoInWave } from './take-wave-back.ts';
import { WaveStopped } from './wave-stopped.ts';
import { memberOfStep, wavesOfRun } from './waves-of-run.ts';

/** Of agents that somebody postponed: they have not failed. */
export const postponedCode = 'member.postponed';

/** What becomes of agents that fail while all others turn. */
export interface Postponing {
  /** Agents that keep their release for now. */
  readonly postponed: () => ReadonlySet<string>;
  /** Whether a step is left out, because its agent keeps its release. */
  readonly skips: (placed: PlacedStep) => boolean;
  /**
   * Takes a failure in: the agents that it is about are taken back and postponed.
   * @throws the failure where it is about no agent of a wave; WaveStopped where more have failed than may
   */
  readonly met: (placed: PlacedStep, error: unknown) => Promise<void>;
}

/**
 * Whom a failure is about. One that names members counts as theirs before the waves only where all of them turn in some:
 * whatever else has failed is the hop's.
 */
function blamed(
  { step, phase }: PlacedStep,
  error: unknown,
  waves: ReadonlyMap<string, number>,
): readonly string[] | undefined {
  const member = memberOfStep({ step });
  if (member !== undefined) return [member];
  const found = error instanceof BaiupError ? (error.found as { members?: unknown } | undefined) : undefined;
  const named: readonly string[] | undefined = Array.isArray(found?.members) ? found.members : undefined;
  if (phase.wave === undefined) return named?.every((id) => waves.has(id)) ? named : undefined;
  const all = step.params['members'];
  const ids = (Array.isArray(all) ? all : []).map((each) => (typeof each === 'string' ? each : each.member));
  return named ? named.filter((id) => ids.includes(id)) : ids;
}

interface Postponed {
  readonly member: string;
  readonly hop: number;
  /** The wave of which something was begun that has to be taken back; undefined where nothing was. */
  readonly wave: number | undefined;
  readonly why: Failure;
  /** Whether its host answers now, without waiting for it. */
  readonly answers: (host: string) => Promise<boolean>;
}

/** Takes an agent back where its host answers, and tells that it is postponed, and what is left of it. */
export async function postponeOne(
  { member, hop, wave, why, answers }: Postponed,
  drive: Drive,
  tell: Tell,
): Promise<void> {
  const { component, host } = memberNamed(drive.context.inventory, member);
  const takeBack = async (): Promise<string | undefined> => {
    if (wave === undefined) return undefined;
    if (!(await answers(host)))
      return `${host} did not answer: nobody knows whether ${component} ${member} runs`;
    const [left] = await undoInWave({ hop, wave, members: [member] }, drive, tell);
    return left?.says;
  };
  const left = await takeBack();
  const told = left === undefined ? {} : { left };
  await tell({ kind: 'member.postponed', hop, member, host, why, ...told });
}

/** Keeps a failure of one agent from failing all: as many as the plan says. */
export function postponing(drive: Drive, position: Pick<Position, 'postponed'>, tell: Tell): Postponing {
  const { plan } = drive.record;
  const wavesOf = wavesOfRun(plan);
  const postponed = new Set(position.postponed.keys());
  let failures = [...position.postponed.values()].filter((code) => code !== postponedCode).length;

  const isCanary = (hop: number, wave: number | undefined): boolean =>
    plan.hops[hop]?.phases.some((phase) => phase.wave === wave && phase.title === 'canary') ?? false;

  const put = async (
    member: string,
    { hop, phase: { wave } }: PlacedStep,
    error: unknown,
    why: Failure,
  ): Promise<void> => {
    postponed.add(member);
    const answers = async (): Promise<boolean> => !hostTrouble(error);
    await postponeOne({ member, hop, wave, why, answers }, drive, tell);
  };

  return {
    postponed: () => postponed,
    skips: (placed) => {
      const member = memberOfStep(placed);
      return member !== undefined && postponed.has(member) && wavesOf(placed.hop).has(member);
    },
    met: async (placed, error) => {
      const { hop, phase } = placed;
      const waves = wavesOf(hop);
      const members = blamed(placed, error, waves)?.filter((id) => waves.has(id) && !postponed.has(id)) ?? [];
      if (members.length === 0) throw error;
      failures += members.length;
      const isOver = failures > (plan.waves?.failures ?? 0) || isCanary(hop, phase.wave);
      if (isOver && phase.wave === undefined) throw error;
      if (isOver) throw new WaveStopped({ hop, wave: phase.wave ?? 0, members, error });
      const why = failureOf(error);
      for (const member of members) await put(member, placed, error, why);
    },
  };
}
