import type { Plan } from '../../../core/plan/plan.ts';
import type { PlacedStep } from '../../../core/plan/walk.ts';
import { environmentNote } from '../../steps/environment-note.ts';
import { environmentProve } from '../../steps/environment-prove.ts';
import { serviceStart } from '../../steps/service-start.ts';
import { serviceStop } from '../../steps/service-stop.ts';
import { serviceSwitch } from '../../steps/service-switch.ts';
import { atHop, type Flaw } from './flaw.ts';
import type { Order } from './order.ts';
import { stepsOf } from './steps-of.ts';

function hopFlaws(own: readonly PlacedStep[], order: Order, isFirst: boolean): string[] {
  const stopped = new Set(stepsOf(own, serviceStop).map(({ params }) => params.member));
  const proofs = stepsOf(own, environmentProve);
  const compared = new Map(
    proofs.flatMap(({ params }) => params.members.map(({ member, from }) => [member, from] as const)),
  );
  const noted = new Set(
    stepsOf(own, environmentNote).flatMap(({ params }) =>
      params.members.map(({ member, from }) => `${member} ${from}`),
    ),
  );
  const switched = stepsOf(own, serviceSwitch).filter(({ params }) => stopped.has(params.member));
  const starts = stepsOf(own, serviceStart);
  return [
    ...switched
      .filter(({ params }) => compared.get(params.member) !== params.from)
      .map(({ params }) => `what ${params.from} of ${params.member} had is not compared`),
    ...(isFirst ? [...compared] : [])
      .filter(([member, from]) => !noted.has(`${member} ${from}`))
      .map(([member, from]) => `what ${from} of ${member} has is not noted before the stop`),
    ...proofs.flatMap(({ id, params: { members } }) => {
      const earlier = order.before(id);
      const own = new Set(members.map(({ member }) => member));
      return starts
        .filter((start) => own.has(start.params.member) && !earlier.has(start.id))
        .map((start) => `${id} does not wait for ${start.id}`);
    }),
  ];
}

/** Flaws in how a plan compares environments: that of each member that is switched, once it has started. */
export function environmentFlaws({ hops }: Plan, placed: readonly PlacedStep[], order: Order): Flaw[] {
  return hops.flatMap((_hop, index) =>
    hopFlaws(
      placed.filter(({ hop }) => hop === index),
      order,
      index === 0,
    ).map((what) => ({ where: atHop(index), what })),
  );
}
