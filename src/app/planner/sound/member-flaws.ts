import type { ComponentName } from '../../../core/cluster/inventory.ts';
import { newEnvironment } from '../../../core/cluster/new-environment.ts';
import { absentFrom } from '../../../core/components/absent-from.ts';
import { componentNamed } from '../../../core/components/index.ts';
import type { Plan, PlannedHop } from '../../../core/plan/plan.ts';
import type { PlacedStep } from '../../../core/plan/walk.ts';
import { parseVersion } from '../../../core/versions/parse-version.ts';
import { componentProve } from '../../steps/component-prove.ts';
import { requestsTimeoutMs } from '../../steps/end-stand-in.ts';
import { environmentStage } from '../../steps/environment-stage.ts';
import { filesCapture } from '../../steps/files-capture.ts';
import type { ServiceParams } from '../../steps/service-params.ts';
import { serviceStart } from '../../steps/service-start.ts';
import { serviceStop } from '../../steps/service-stop.ts';
import { serviceSwitch } from '../../steps/service-switch.ts';
import { atHop, atStep, type Flaw } from './flaw.ts';
import { stepsOf, type Typed } from './steps-of.ts';

/** A member as it is when a hop begins. */
interface Standing {
  readonly component: ComponentName;
  version: string;
  environment: string;
  readonly path: string | undefined;
}

type OfMember = { readonly member: string };

/** The one step of a kind that a member has in a hop; two are a flaw. */
function byMember<P extends OfMember>(steps: readonly Typed<P>[], flaws: Flaw[]): Map<string, Typed<P>> {
  const found = new Map<string, Typed<P>>();
  for (const each of steps) {
    const { member } = each.params;
    if (found.has(member)) flaws.push({ where: atStep(each), what: `${member} has such a step already` });
    found.set(member, each);
  }
  return found;
}

/** How a component is stopped and started is its own: another signal may end sessions. */
function* serviceFlaws({ params, phase, step }: Typed<ServiceParams>): Generator<string> {
  const { stopSignal, stopTimeoutMs, startTimeoutMs } = componentNamed(params.component);
  if (params.signal !== stopSignal)
    yield `${params.component} is stopped by ${stopSignal}, not by ${params.signal}`;
  const patience = phase.beside && step.kind === serviceStop.kind ? requestsTimeoutMs : stopTimeoutMs;
  if (params.stopTimeoutMs !== patience || params.startTimeoutMs !== startTimeoutMs)
    yield `its time limits are not those of ${params.component}`;
}

interface HopSteps {
  readonly hop: PlannedHop;
  readonly stops: ReadonlyMap<string, Typed<ServiceParams>>;
  readonly switches: ReadonlyMap<string, Typed<{ member: string; from: string; to: string }>>;
  readonly captures: ReadonlyMap<string, Typed<OfMember>>;
  readonly starts: ReadonlyMap<string, Typed<ServiceParams>>;
  readonly proofs: ReadonlyMap<string, Typed<{ member: string; version: string }>>;
  /** Steps that stage, by host and folder. */
  readonly staged: ReadonlySet<string>;
}

function* stopFlaws(
  id: string,
  { version }: Standing,
  { stops, starts, hop }: HopSteps,
  component: ComponentName,
) {
  const stop = stops.get(id);
  if (!stop) return;
  yield* serviceFlaws(stop);
  if (version !== '' && stop.params.version !== version)
    yield `${id} is stopped at ${stop.params.version}, and it has ${version}`;
  const ends = absentFrom(componentNamed(component), parseVersion(hop.to)) === 'no-longer';
  if (!starts.has(id) && !ends) yield `${id} is stopped and never started again`;
}

function* switchFlaws(id: string, { environment, path, component, version }: Standing, all: HopSteps) {
  const { switches, stops, staged, hop } = all;
  const turn = switches.get(id);
  if (!turn) return;
  const { from, to } = turn.params;
  const wanted = newEnvironment({ component, path }, environment, hop.to);
  if (from !== environment) yield `${id} is switched from ${from}, and it runs from ${environment}`;
  if (to !== wanted) yield `${id} is switched to ${to}, but its environment should be ${wanted}`;
  if (!staged.has(to)) yield `nothing stages ${to}, which ${id} is switched to`;
  const stop = stops.get(id);
  if (version !== '' && !stop) yield `${id} is switched and was never stopped`;
  if (stop && !turn.step.needs.includes(stop.id)) yield `${turn.id} does not wait for ${stop.id}`;
  if (!all.starts.has(id)) yield `${id} is switched and never started`;
}

function* startFlaws(id: string, { version }: Standing, { stops, switches, starts, proofs, hop }: HopSteps) {
  const start = starts.get(id);
  if (!start) return;
  yield* serviceFlaws(start);
  if (start.params.version !== hop.to) yield `${id} is started at ${start.params.version}`;
  const before = switches.get(id) ?? stops.get(id);
  if (!switches.has(id) && version !== hop.to) yield `${id} is started and still runs ${version}`;
  if (!before) yield `${id} is started and was neither stopped nor switched`;
  else if (!start.step.needs.includes(before.id)) yield `${start.id} does not wait for ${before.id}`;
  if (proofs.get(id)?.params.version !== hop.to) yield `nothing proves that ${id} answers as ${hop.to}`;
}

/** What a member wrote on its host is captured between its stop and its start, where going back puts it back. */
function* fileFlaws(id: string, { component }: Standing, { stops, captures, starts }: HopSteps) {
  const [stop, capture, start] = [stops.get(id), captures.get(id), starts.get(id)];
  if (!stop || !componentNamed(component).hostFiles.some(({ back }) => back === 'restore')) return;
  if (!capture) {
    yield `what ${id} wrote on its host is not captured`;
    return;
  }
  if (!capture.step.needs.includes(stop.id)) yield `${capture.id} does not wait for ${stop.id}`;
  if (start && !start.step.needs.includes(capture.id)) yield `${start.id} does not wait for ${capture.id}`;
}

/** Each running component of the release has it once the hop is over. */
function* staysFlaws(id: string, { component, version }: Standing, { hop }: HopSteps) {
  const isThere = absentFrom(componentNamed(component), parseVersion(hop.to)) === undefined;
  if (version !== '' && isThere && version !== hop.to) yield `${id} stays at ${version}`;
}

/** Flaws in what a plan does with each member: it must be stopped, switched, started and proven in every hop. */
export function memberFlaws(plan: Plan, placed: readonly PlacedStep[]): Flaw[] {
  const flaws: Flaw[] = [];
  const now = new Map<string, Standing>(
    plan.facts.components.map(({ id, component, version, environment, path }) => [
      id,
      { component: component as ComponentName, version, environment, path },
    ]),
  );
  const staged = new Set(stepsOf(placed, environmentStage).map(({ params }) => params.folder));
  for (const [index, hop] of plan.hops.entries()) {
    const own = placed.filter((each) => each.hop === index);
    const all: HopSteps = {
      hop,
      staged,
      stops: byMember(stepsOf(own, serviceStop), flaws),
      switches: byMember(stepsOf(own, serviceSwitch), flaws),
      captures: byMember(stepsOf(own, filesCapture), flaws),
      starts: byMember(stepsOf(own, serviceStart), flaws),
      proofs: byMember(stepsOf(own, componentProve), flaws),
    };
    for (const [id, standing] of now) {
      const said = [
        ...stopFlaws(id, standing, all, standing.component),
        ...switchFlaws(id, standing, all),
        ...startFlaws(id, standing, all),
        ...fileFlaws(id, standing, all),
      ];
      standing.environment = all.switches.get(id)?.params.to ?? standing.environment;
      standing.version = all.starts.get(id)?.params.version ?? standing.version;
      said.push(...staysFlaws(id, standing, all));
      flaws.push(...said.map((what) => ({ where: atHop(index), what })));
    }
  }
  return flaws;
}
