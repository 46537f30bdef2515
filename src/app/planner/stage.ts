import type { Release } from '../../core/catalog/release.ts';
import type { PlannedStep } from '../../core/plan/plan.ts';
import { environmentKey } from '../steps/environment-key.ts';
import { environmentStage } from '../steps/environment-stage.ts';
import { runnerPrepare } from '../steps/runner-prepare.ts';
import { schemaExpect } from '../steps/schema-expect.ts';
import { editsIn } from './configure.ts';
import type { HopDraft, HopMember } from './draft.ts';
import { makeStep } from './make-step.ts';
import { migratingLegs } from './migrating-legs.ts';
import { startedMembers } from './turn.ts';

export function managerOf(draft: HopDraft): HopMember {
  const manager = draft.members.find(({ member }) => member.component === 'manager');
  if (!manager) throw new Error('a cluster without a manager cannot be planned');
  return manager;
}

function stageStep(
  draft: HopDraft,
  each: HopMember,
  { version, published, python }: Release,
  { id, folder, proves }: { readonly id: string; readonly folder: string; readonly proves?: 'migrator' },
): PlannedStep {
  const { member, component } = each;
  const { config, host } = member;
  const only = proves ? { proves } : {};
  const params = {
    member: member.id,
    component: component.name,
    version,
    folder,
    published,
    python,
    config,
    host,
    ...only,
    ...(proves || each.plugins.length === 0 ? {} : { plugins: [...each.plugins] }),
    ...(proves ? {} : editsIn(each)),
  };
  return makeStep(environmentStage, params, { id: `${draft.number}.stage.${id}`, needs: [], hosts: [host] });
}

/** What containers of the new release need. Agents of one host may share a Docker: one makes it after the other. */
function runnerSteps(draft: HopDraft): PlannedStep[] {
  const idOf = ({ member }: HopMember): string => `${draft.number}.runner.${member.id}`;
  const last = new Map<string, string>();
  const agents = startedMembers(draft.members).filter(({ turns, containers }) => turns && containers);
  return agents.map((each) => {
    const { member, newEnvironment } = each;
    const before = last.get(member.host);
    last.set(member.host, idOf(each));
    return makeStep(
      runnerPrepare,
      { member: member.id, version: draft.to.version, environment: newEnvironment },
      {
        id: idOf(each),
        needs: [`${draft.number}.stage.${member.id}`, ...(before ? [before] : [])],
        hosts: [member.host],
      },
    );
  });
}

/**
 * Members of one host whose environment is the same folder: the first one's step builds it, and the others only have
 * their own configuration read.
 */
function oneByOne(stages: readonly PlannedStep[]): PlannedStep[] {
  const first = new Map<string, string>();
  return stages.map((step) => {
    const { host, folder } = environmentStage.params.parse(step.params);
    const builder = first.get(environmentKey({ host, folder }));
    if (builder !== undefined) return { ...step, needs: [builder] };
    first.set(environmentKey({ host, folder }), step.id);
    return step;
  });
}

/** Everything slow, beside the running cluster: environments built and proven, and a fresh install to compare with. */
export function stageSteps(draft: HopDraft): PlannedStep[] {
  const manager = managerOf(draft);
  const stage = startedMembers(draft.members)
    .filter(({ turns }) => turns)
    .map((each) => stageStep(draft, each, draft.to, { id: each.member.id, folder: each.newEnvironment }));
  const onTheWay = migratingLegs(draft)
    .filter(({ environment }) => environment !== manager.newEnvironment)
    .map(({ to, environment }) =>
      stageStep(draft, manager, to, {
        id: `${manager.member.id}.${to.version}`,
        folder: environment,
        proves: 'migrator',
      }),
    );
  const { head } = draft.legs.at(-1) ?? draft.legs[0];
  const expect = makeStep(
    schemaExpect,
    {
      version: draft.to.version,
      environment: manager.newEnvironment,
      head,
      member: manager.member.id,
      hop: draft.number,
      ...editsIn(manager),
    },
    {
      id: `${draft.number}.expect.schema`,
      needs: manager.turns ? [`${draft.number}.stage.${manager.member.id}`] : [],
      hosts: [manager.member.host],
    },
  );
  return [...oneByOne([...stage, ...onTheWay]), ...runnerSteps(draft), expect];
}
