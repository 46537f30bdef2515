import type { Phase, Plan } from '../../../core/plan/plan.ts';
import type { PlacedStep } from '../../../core/plan/walk.ts';
import { issueText } from '../../../lib/issue-text.ts';
import { steps } from '../../steps/index.ts';
import type { AnyStep } from '../../steps/step.ts';
import { atStep, type Flaw } from './flaw.ts';

const kinds = new Map(steps.map((step) => [step.kind, step]));

/** Whether users notice while a kind of step runs. What is done manually may be asked for at any time. */
const sides: Readonly<Record<string, Phase['side']>> = {
  'announcement.note': 'before',
  'announcement.set': 'before',
  'announcement.end': 'back',
  'environment.stage': 'before',
  'environment.note': 'before',
  'schema.expect': 'before',
  'database.create': 'before',
  'environment.link': 'before',
  'session.try': 'before',
  'api.note': 'before',
  'api.prove': 'back',
  'agents.note': 'before',
  'migrator.warm': 'before',
  'workloads.quiesce': 'before',
  'workloads.drain': 'before',
  'endpoints.rest': 'before',
  'others.wait': 'before',
  'standin.start': 'before',
  'standin.end': 'before',
  'service.stop': 'stopped',
  'others.leave': 'stopped',
  'locks.release': 'stopped',
  'database.capture': 'stopped',
  'database.aside': 'stopped',
  'database.note': 'stopped',
  'database.name': 'stopped',
  'configstore.capture': 'stopped',
  'files.capture': 'stopped',
  'schema.migrate': 'stopped',
  'slots.add': 'stopped',
  'configstore.edit': 'stopped',
  'proxy.move': 'stopped',
  'census.view': 'stopped',
  'service.switch': 'stopped',
  'configuration.patch': 'stopped',
  'service.start': 'stopped',
  'component.prove': 'back',
  'environment.prove': 'back',
  'schema.prove': 'back',
  'census.prove': 'back',
  'capacity.prove': 'back',
  'workloads.return': 'back',
  'session.prove': 'back',
  'wave.gate': 'back',
  'database.dump': 'back',
  'database.seal': 'back',
};

/** What members turn with, which nobody notices while something stands in for them. */
const turning: ReadonlySet<string> = new Set([
  'service.stop',
  'service.switch',
  'configuration.patch',
  'service.start',
]);

function sideOf(kind: string, { wave, beside }: Phase): Phase['side'] | undefined {
  if (wave !== undefined) return 'back';
  return beside && turning.has(kind) ? 'before' : sides[kind];
}

/** Members, and hosts, that the plan says it found. */
interface Known {
  readonly components: ReadonlyMap<string, string>;
  readonly hosts: ReadonlySet<string>;
}

/** A title, and a way back or the reason why there is none, are the kind's own. */
function wordFlaws(kind: AnyStep, { step }: PlacedStep, params: unknown): string[] {
  const reason = typeof kind.undo === 'function' ? undefined : kind.undo.irreversible;
  return [
    ...(step.title === kind.title(params) ? [] : [`its title is not "${kind.title(params)}"`]),
    ...(step.irreversible === reason ? [] : ['its text about the way back is not what its kind says']),
  ];
}

function placeFlaws({ step, phase, hop }: PlacedStep, { components, hosts }: Known): string[] {
  const { member, database, component, hop: number, host } = step.params;
  const side = sideOf(step.kind, phase);
  const strangers = [member, database].filter((id) => id !== undefined && !components.has(String(id)));
  const found = typeof member === 'string' ? components.get(member) : undefined;
  const isOther = component !== undefined && found !== undefined && component !== found;
  const unknownHosts = [...step.hosts, ...(host === undefined ? [] : [host])].filter(
    (name) => !hosts.has(String(name)),
  );
  return [
    ...(step.id.startsWith(`${hop + 1}.`) ? [] : [`its id does not begin with ${hop + 1}`]),
    ...(number === undefined || number === hop + 1 ? [] : [`it is of hop ${number}`]),
    ...(side === undefined || side === phase.side ? [] : [`it stands where the side is "${phase.side}"`]),
    ...strangers.map((id) => `the plan knows no member ${id}`),
    ...(isOther ? [`${member} is no ${component}`] : []),
    ...unknownHosts.map((name) => `the plan knows no host ${name}`),
  ];
}

function flawsOf(placed: PlacedStep, known: Known): string[] {
  const { step } = placed;
  const kind = kinds.get(step.kind);
  if (!kind) return [`this baiup knows no step "${step.kind}"`];
  const parsed = kind.params.safeParse(step.params);
  if (!parsed.success) {
    return parsed.error.issues.map((issue) => {
      const path = issue.path.join('.');
      return `${path === '' ? 'params' : `params.${path}`} ${issueText(issue)}`;
    });
  }
  return [...wordFlaws(kind, placed, parsed.data), ...placeFlaws(placed, known)];
}

/** What is wrong with steps, each looked at by itself. */
export function stepFlaws({ facts }: Plan, placed: readonly PlacedStep[]): Flaw[] {
  const known = {
    components: new Map(facts.components.map(({ id, component }) => [id, component])),
    hosts: new Set(facts.components.map(({ host }) => host)),
  };
  return placed.flatMap((each) => flawsOf(each, known).map((what) => ({ where: atStep(each), what })));
}
