import type { PlannedStep } from '../../core/plan/plan.ts';
import { lineOf } from '../../core/versions/line-of.ts';
import { parseVersion } from '../../core/versions/parse-version.ts';
import { capacityCode, capacityProve } from '../steps/capacity-prove.ts';
import { componentProve } from '../steps/component-prove.ts';
import { schemaProve } from '../steps/schema-prove.ts';
import { sessionProve } from '../steps/session-prove.ts';
import { proveAnswersSteps } from './api-steps.ts';
import { atOnce } from './at-once.ts';
import { proveCensusSteps } from './census-steps.ts';
import { captures } from './data-steps.ts';
import type { HopDraft, HopMember } from './draft.ts';
import { returnSteps } from './drain-steps.ts';
import { proveEnvironmentSteps } from './environment-steps.ts';
import { proveContainerSteps } from './file-steps.ts';
import { ids } from './join.ts';
import { makeStep } from './make-step.ts';
import { sealSteps } from './seal-steps.ts';
import { managerOf } from './stage.ts';
import { stopping } from './stopping.ts';
import { startedMembers } from './turn.ts';

/**
 * The proof that it worked: versions and real work, one revision row and no drift, a session that starts and ends.
 * @param started what to wait for until everything answers
 */
export function proveSteps(draft: HopDraft, started: readonly string[]): PlannedStep[] {
  const members = startedMembers(atOnce(draft, draft.members));
  const hosts = [managerOf(draft).member.host];
  const components = proveMemberSteps(draft, members, () => started);
  const schema = makeStep(
    schemaProve,
    {
      hop: draft.number,
      head: (draft.legs.at(-1) ?? draft.legs[0]).head,
      toLine: lineOf(parseVersion(draft.to.version)),
      ...sourceOf(draft),
    },
    { id: `${draft.number}.prove.schema`, needs: [...started, `${draft.number}.expect.schema`], hosts },
  );
  const capacity = makeStep(
    capacityProve,
    {
      hop: draft.number,
      ...(draft.accepted.includes(capacityCode) ? { accepted: true as const } : {}),
    },
    { id: `${draft.number}.prove.capacity`, needs: started, hosts },
  );
  const back = returnSteps(
    draft,
    components.map(({ id }) => id),
  );
  const session = makeStep(
    sessionProve,
    { hop: draft.number, ...withoutAgents(draft) },
    { id: `${draft.number}.prove.session`, needs: [...components, ...back].map(({ id }) => id), hosts },
  );
  const census = captures(draft) ? proveCensusSteps(draft, started) : [];
  const answers = proveAnswersSteps(draft, [session.id]);
  const containers = proveContainerSteps(draft, atOnce(draft, stopping(draft)), [session.id]);
  const held = captures(draft) ? [...census, capacity] : [];
  const environments = proveEnvironmentSteps(draft, atOnce(draft, draft.members), started);
  const proofs = [
    ...components,
    ...environments,
    schema,
    ...back,
    session,
    ...answers,
    ...containers,
    ...held,
  ];
  return [...proofs, ...sealSteps(draft, [...started, ...ids(census)], [...started, ...ids(proofs)])];
}

/** Members answer as the new release, and do real work. */
export function proveMemberSteps(
  draft: HopDraft,
  members: readonly HopMember[],
  needsOf: (each: HopMember) => readonly string[],
): PlannedStep[] {
  return members.map((each) =>
    makeStep(
      componentProve,
      { member: each.member.id, component: each.component.name, version: draft.to.version },
      {
        id: `${draft.number}.prove.${each.member.id}`,
        needs: needsOf(each),
        hosts: [each.member.host],
      },
    ),
  );
}

/** The manager's environment before the hop: a fresh install of its release has the revision that the hop begins at. */
function sourceOf(draft: HopDraft) {
  const { member, oldEnvironment, inSource } = managerOf(draft);
  const [head, ...others] = draft.legs[0].revisionsBefore;
  if (head === undefined || others.length > 0 || draft.mixed || !inSource) return {};
  const line = lineOf(parseVersion(draft.from.version));
  return { source: { environment: oldEnvironment, member: member.id, head, line } };
}

/** Sessions run on agents: where none runs at the target, there is nothing to try one on. */
function withoutAgents({ members, to }: HopDraft): { readonly skipped?: string } {
  if (startedMembers(members).some(({ component }) => component.name === 'agent')) return {};
  return { skipped: `cluster.yaml has no agent that runs at ${to.version}` };
}
