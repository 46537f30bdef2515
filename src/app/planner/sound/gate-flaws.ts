import type { Plan } from '../../../core/plan/plan.ts';
import type { PlacedStep } from '../../../core/plan/walk.ts';
import { apiNote } from '../../steps/api-note.ts';
import { apiProve } from '../../steps/api-prove.ts';
import { databaseCreate } from '../../steps/database-create.ts';
import { endpointsRest } from '../../steps/endpoints-rest.ts';
import { environmentLink } from '../../steps/environment-link.ts';
import { environmentStage } from '../../steps/environment-stage.ts';
import { migratorWarm } from '../../steps/migrator-warm.ts';
import { operatorApprove } from '../../steps/operator-approve.ts';
import { schemaExpect } from '../../steps/schema-expect.ts';
import { servicePark } from '../../steps/service-park.ts';
import { sessionProve } from '../../steps/session-prove.ts';
import { sessionTry } from '../../steps/session-try.ts';
import { workloadsDrain } from '../../steps/workloads-drain.ts';
import { workloadsQuiesce } from '../../steps/workloads-quiesce.ts';
import { atHop, type Flaw } from './flaw.ts';
import type { Order } from './order.ts';
import { stepsOf } from './steps-of.ts';

const slow: ReadonlySet<string> = new Set([environmentStage.kind, schemaExpect.kind]);
const prepares: ReadonlySet<string> = new Set([
  databaseCreate.kind,
  environmentLink.kind,
  migratorWarm.kind,
  servicePark.kind,
  operatorApprove.kind,
  apiNote.kind,
  sessionTry.kind,
  workloadsQuiesce.kind,
  workloadsDrain.kind,
  endpointsRest.kind,
]);

const idsOf = (placed: readonly PlacedStep[]): ReadonlySet<string> =>
  new Set(placed.map(({ step }) => step.id));

/** Sessions are tried wherever an agent runs: before managers are frozen or stopped, and afterwards. */
function sessionFlaws({ facts }: Plan, own: readonly PlacedStep[], order: Order): string[] {
  const [proof] = stepsOf(own, sessionProve);
  const tried = order.afterAll(new Set(stepsOf(own, sessionTry).map(({ id }) => id)));
  if (!proof) return ['no session is tried'];
  const hasAgents = facts.components.some(
    ({ component, version }) => component === 'agent' && version !== '',
  );
  if (!hasAgents) return [];
  const early = stepsOf(own, workloadsQuiesce).filter(({ id }) => !tried.has(id));
  return [
    ...(proof.params.skipped === undefined ? [] : ['no session is tried, although it has agents']),
    ...(stepsOf(own, sessionTry).length > 0 ? [] : ['no session is tried before the stop']),
    ...early.map(({ id }) => `${id} does not wait until sessions were tried`),
  ];
}

/** What users can list is asked before the stop and compared afterwards, wherever a manager runs before. */
function answerFlaws(own: readonly PlacedStep[]): string[] {
  const [asked, compared] = [stepsOf(own, apiNote).length, stepsOf(own, apiProve).length];
  return asked === compared ? [] : ['what users can list is not asked both before the stop and after it'];
}

/**
 * Flaws in the gates of a plan. Nothing stops before every environment of every hop is staged, everything that can be
 * prepared is prepared, and the hop before is proven. Nothing is proven before everything has started.
 */
export function gateFlaws(plan: Plan, placed: readonly PlacedStep[], order: Order): Flaw[] {
  const staged = order.afterAll(idsOf(placed.filter(({ step }) => slow.has(step.kind))));
  return plan.hops.flatMap((_hop, index) => {
    const own = placed.filter(({ hop }) => hop === index);
    const stopped = own.filter(({ phase }) => phase.side === 'stopped' || phase.beside);
    const prepared = own.filter(({ step, phase }) => phase.side === 'before' && prepares.has(step.kind));
    const together = own.filter(({ phase }) => phase.wave === undefined);
    const starts = together.filter(({ step }) => step.kind === 'service.start');
    const before = placed.filter(({ step, hop }) => hop === index - 1 && step.kind.endsWith('.prove'));
    const gates: [string, ReadonlySet<string>][] = [
      ['everything is staged', staged],
      [`hop ${index} is proven`, order.afterAll(idsOf(before))],
      ['everything is prepared', order.afterAll(idsOf(prepared))],
    ];
    const early = gates.flatMap(([gate, later]) => {
      const [first] = stopped.filter(({ step }) => !later.has(step.id));
      return first ? [`${first.step.id} does not wait until ${gate}`] : [];
    });
    const afterStarts = order.afterAll(idsOf(starts));
    const proofs = together.filter(
      ({ phase, step }) => phase.side === 'back' && step.kind.endsWith('.prove'),
    );
    const hasty = proofs.filter(({ step }) => !afterStarts.has(step.id)).map(({ step }) => step.id);
    const said = [
      ...early,
      ...hasty.map((id) => `${id} does not wait until everything has started`),
      ...sessionFlaws(plan, own, order),
      ...answerFlaws(own),
    ];
    return said.map((what) => ({ where: atHop(index), what }));
  });
}
