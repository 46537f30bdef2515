import type { Plan } from '../../../core/plan/plan.ts';
import type { PlacedStep } from '../../../core/plan/walk.ts';
import { serviceStop } from '../../steps/service-stop.ts';
import { waveGate } from '../../steps/wave-gate.ts';
import { atHop, type Flaw } from './flaw.ts';
import type { Order } from './order.ts';
import { stepsOf } from './steps-of.ts';

function* hopFlaws(own: readonly PlacedStep[], order: Order): Generator<string> {
  const waves = Map.groupBy(own, ({ phase }) => phase.wave);
  const together = waves.get(undefined) ?? [];
  const proofs = together.filter(({ step, phase }) => phase.side === 'back' && step.kind.endsWith('.prove'));
  let before: readonly string[] = proofs.map(({ step }) => step.id);
  for (let wave = 0; ; wave += 1) {
    const steps = waves.get(wave);
    if (!steps) break;
    const [gate, ...more] = stepsOf(steps, waveGate);
    const stops = stepsOf(steps, serviceStop);
    const later = order.afterAll(new Set(before));
    for (const { id, params } of stops) {
      if (params.component !== 'agent') yield `${params.member} is no agent, and turns in wave ${wave}`;
      if (!later.has(id)) yield `${id} does not wait until the wave before is proven`;
    }
    if (!gate || more.length > 0) {
      yield `wave ${wave} has ${more.length + (gate ? 1 : 0)} gates`;
      return;
    }
    const members = stops.map(({ params }) => params.member).sort();
    if (gate.params.members.toSorted().join() !== members.join() || gate.params.wave !== wave)
      yield `${gate.id} does not look at the agents of its wave`;
    const passed = order.before(gate.id);
    const hasty = steps.filter(({ step }) => step.id !== gate.id && !passed.has(step.id));
    for (const { step } of hasty) yield `${gate.id} does not wait for ${step.id}`;
    before = [gate.id];
  }
}

/** Flaws in waves: only agents of minor hops turn in them, each wave once the one before is proven; some may not turn. */
export function waveFlaws(
  { hops, facts, postponed = [] }: Plan,
  placed: readonly PlacedStep[],
  order: Order,
): Flaw[] {
  const known = new Set(facts.components.map(({ id }) => id));
  const turning = postponed.filter(({ member }) => known.has(member));
  return hops.flatMap(({ kind }, index) => {
    const own = placed.filter(({ hop }) => hop === index);
    const hasWaves = own.some(({ phase }) => phase.wave !== undefined);
    const said = hasWaves && kind === 'major' ? ['agents turn in waves, and it is a major hop'] : [];
    if (postponed.length > 0 && kind === 'major')
      said.push('agents keep their release, and it is a major hop');
    for (const { member } of turning) said.push(`${member} keeps its release, and is one of those that turn`);
    return [...said, ...hopFlaws(own, order)].map((what) => ({ where: atHop(index), what }));
  });
}
