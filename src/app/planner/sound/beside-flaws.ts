import type { Plan } from '../../../core/plan/plan.ts';
import type { PlacedStep } from '../../../core/plan/walk.ts';
import { schemaMigrate } from '../../steps/schema-migrate.ts';
import { serviceStart } from '../../steps/service-start.ts';
import { serviceStop } from '../../steps/service-stop.ts';
import { standinEnd } from '../../steps/standin-end.ts';
import { standinStart } from '../../steps/standin-start.ts';
import { atHop, type Flaw } from './flaw.ts';
import type { Order } from './order.ts';
import { stepsOf } from './steps-of.ts';

function* hopFlaws(own: readonly PlacedStep[], order: Order): Generator<string> {
  const beside = own.filter(({ phase }) => phase.beside);
  const [begins, ends] = [stepsOf(own, standinStart), stepsOf(own, standinEnd)];
  for (const { id, phase } of [...begins, ...ends])
    if (!phase.beside) yield `${id} is in a phase in which services are missed`;
  if (beside.length === 0) return;
  if (stepsOf(own, schemaMigrate).some(({ params }) => params.database === undefined))
    yield 'members turn beside each other while the database is migrated';
  const starts = new Map(stepsOf(beside, serviceStart).map((each) => [each.params.member, each]));
  let before: string | undefined;
  for (const { id, params } of stepsOf(beside, serviceStop)) {
    const { member, component } = params;
    const begin = begins.find((each) => each.params.member === member);
    const end = ends.find((each) => each.params.member === member);
    const start = starts.get(member);
    if (!begin || !end || !start) {
      yield `nothing stands in for ${member} until it has turned`;
      continue;
    }
    if (!order.after(begin.id).has(id)) yield `${id} does not wait for ${begin.id}`;
    if (!order.after(start.id).has(end.id)) yield `${end.id} does not wait for ${start.id}`;
    if (start.params.besideStandIn !== true) yield `${start.id} takes what stands in for ${member} for it`;
    if (component !== 'manager') continue;
    if (before !== undefined && !order.after(before).has(begin.id))
      yield `${begin.id} does not wait until the manager before has turned`;
    before = end.id;
  }
}

/** Flaws in how members turn beside their old programs: something serves for each of them at every moment. */
export function besideFlaws({ hops }: Plan, placed: readonly PlacedStep[], order: Order): Flaw[] {
  return hops.flatMap((_hop, index) =>
    [
      ...hopFlaws(
        placed.filter(({ hop }) => hop === index),
        order,
      ),
    ].map((what) => ({ where: atHop(index), what })),
  );
}
