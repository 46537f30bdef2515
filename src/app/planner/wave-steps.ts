import type { Wave } from '../../core/plan/divide-waves.ts';
import type { Phase, PlannedStep } from '../../core/plan/plan.ts';
import { agentsNote } from '../steps/agents-note.ts';
import { capacityCode } from '../steps/capacity-prove.ts';
import { waveGate } from '../steps/wave-gate.ts';
import { configureSteps } from './configure.ts';
import type { HopDraft } from './draft.ts';
import { proveEnvironmentSteps } from './environment-steps.ts';
import { filesSteps, proveContainerSteps } from './file-steps.ts';
import { ids } from './join.ts';
import { makeStep } from './make-step.ts';
import { proveMemberSteps } from './prove.ts';
import { managerOf } from './stage.ts';
import { startSteps, stepId, stopSteps, switchSteps } from './turn.ts';

/** Seconds that looking at agents and starting a session on them takes, beside the time that a wave is watched. */
const lookSeconds = 8;

/** What agents offer is noted before anything stops: each wave is compared with it. */
export function noteAgentSteps(draft: HopDraft, needs: readonly string[]): PlannedStep[] {
  if (draft.waves.length === 0) return [];
  const place = { id: `${draft.number}.note.agents`, needs, hosts: [] };
  return [makeStep(agentsNote, { hop: draft.number }, place)];
}

function gateOf(draft: HopDraft, { title, members }: Wave, wave: number, needs: readonly string[]) {
  return makeStep(
    waveGate,
    {
      hop: draft.number,
      wave,
      name: title,
      members: [...members],
      bake: draft.bake,
      ...(draft.accepted.includes(capacityCode) ? { accepted: true as const } : {}),
    },
    {
      id: `${draft.number}.gate.wave-${wave}`,
      needs,
      hosts: [managerOf(draft).member.host],
      estimate: draft.bake + lookSeconds,
    },
  );
}

/** One wave: its agents stop, get the new release, start, and prove themselves. */
function waveOf(draft: HopDraft, wave: Wave, index: number, needs: readonly string[]): PlannedStep[] {
  const own = new Set(wave.members);
  const members = draft.members.filter(({ member }) => own.has(member.id));
  const start = startSteps(draft, members, []);
  const prove = [
    ...proveMemberSteps(draft, members, (each) => [stepId(draft, 'start', each)]),
    ...proveContainerSteps(draft, members, ids(start)),
    ...proveEnvironmentSteps(draft, members, ids(start), `environments.wave-${index}`),
  ];
  return [
    ...stopSteps(draft, members, needs),
    ...filesSteps(draft, members),
    ...switchSteps(draft, members, [], needs),
    ...configureSteps(draft, members, []),
    ...start,
    ...prove,
    gateOf(draft, wave, index, ids(prove)),
  ];
}

/**
 * Agents turn in waves, each once the gate of the one before is passed; the first once everything else is proven.
 * @returns the phases, and what to wait for until everything is proven
 */
export function wavePhases(
  draft: HopDraft,
  proven: readonly string[],
): { readonly phases: readonly Phase[]; readonly proofs: readonly string[] } {
  let needs = proven;
  const phases = draft.waves.map((wave, index): Phase => {
    const steps = waveOf(draft, wave, index, needs);
    needs = ids(steps.slice(-1));
    return { name: `wave-${index}`, title: wave.title, side: 'back', wave: index, steps };
  });
  return { phases, proofs: needs };
}
