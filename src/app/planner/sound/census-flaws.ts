import type { Plan } from '../../../core/plan/plan.ts';
import type { PlacedStep } from '../../../core/plan/walk.ts';
import { capacityProve } from '../../steps/capacity-prove.ts';
import { censusProve } from '../../steps/census-prove.ts';
import { censusView } from '../../steps/census-view.ts';
import { configstoreCapture } from '../../steps/configstore-capture.ts';
import { configstoreEdit } from '../../steps/configstore-edit.ts';
import { databaseAside } from '../../steps/database-aside.ts';
import { databaseCapture } from '../../steps/database-capture.ts';
import { databaseName } from '../../steps/database-name.ts';
import { databaseNote } from '../../steps/database-note.ts';
import { proxyMove } from '../../steps/proxy-move.ts';
import { schemaMigrate } from '../../steps/schema-migrate.ts';
import { serviceStart } from '../../steps/service-start.ts';
import { slotsAdd } from '../../steps/slots-add.ts';
import { atHop, type Flaw } from './flaw.ts';
import type { Order } from './order.ts';
import { stepsOf } from './steps-of.ts';

const changes: ReadonlySet<string> = new Set([
  databaseCapture.kind,
  databaseAside.kind,
  databaseNote.kind,
  databaseName.kind,
  configstoreCapture.kind,
  schemaMigrate.kind,
  configstoreEdit.kind,
  proxyMove.kind,
  slotsAdd.kind,
]);

/** Whether a step is on a member's own database, which nobody counts. */
const isOwn = ({ step }: PlacedStep): boolean => step.params['database'] !== undefined;

function hopFlaws(own: readonly PlacedStep[], order: Order): string[] {
  const clusters = own.filter((each) => changes.has(each.step.kind) && !isOwn(each));
  const isCapture = ({ step: { kind } }: PlacedStep): boolean =>
    kind === databaseCapture.kind || kind === databaseAside.kind;
  if (!clusters.some(isCapture)) return [];
  const [view] = stepsOf(own, censusView);
  const [proof] = stepsOf(own, censusProve);
  if (!view || !proof || stepsOf(own, capacityProve).length === 0)
    return ['what the cluster held is not counted again'];
  const [earlier, later] = [order.before(view.id), order.after(view.id)];
  const managers = stepsOf(own, serviceStart).filter(({ params }) => params.component === 'manager');
  return [
    ...clusters
      .filter(({ step }) => !earlier.has(step.id))
      .map(({ step }) => `${view.id} does not wait for ${step.id}`),
    ...[...managers, proof]
      .filter(({ id }) => !later.has(id))
      .map(({ id }) => `${id} does not wait for ${view.id}`),
  ];
}

/** Flaws in how a plan counts: once all data is changed, and before a new manager can write. */
export function censusFlaws({ hops }: Plan, placed: readonly PlacedStep[], order: Order): Flaw[] {
  return hops.flatMap((_hop, index) => {
    const own = placed.filter(({ hop }) => hop === index);
    return hopFlaws(own, order).map((what) => ({ where: atHop(index), what }));
  });
}
