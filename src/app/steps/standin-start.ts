import { answersItself, standInOf } from './answers-itself.ts';
import { beginStandIn, standInAnswers } from './begin-stand-in.ts';
import type { StepContext } from './context.ts';
import { endStandIn } from './end-stand-in.ts';
import { type StandInParams, standInParams } from './stand-in-params.ts';
import type { Step } from './step.ts';

/** Whether the service has been exchanged already: then nothing has to stand in for it. */
async function hasTurned({ member, environment }: StandInParams, { service }: StepContext): Promise<boolean> {
  const { active, environment: now } = await service(member).state();
  return active && now === environment;
}

/** The service of before serves again, or does not: then its stand-in cannot help it any more. */
async function awaitService(given: StandInParams, context: StepContext): Promise<void> {
  const { member, component, before: version, startTimeoutMs: timeoutMs } = given;
  if (!(await context.service(member).state()).active) return;
  await answersItself('service', { member, component, version, timeoutMs }, context).catch(() => undefined);
}

/**
 * Starts a member's new program beside the old one, at the same addresses, and waits until it answers itself. While the
 * service is exchanged it serves in its place, so that no request is lost.
 */
export const standinStart: Step<StandInParams> = {
  kind: 'standin.start',
  params: standInParams,
  title: ({ member, component, version }) =>
    `Start a stand-in of ${component} ${member} at ${version}, beside the old one`,
  estimate: 5,
  transient: true,
  probe: async (given, context) => {
    if (await hasTurned(given, context)) return 'done';
    const runs = await standInOf(given.member, context).standIn.runs();
    if (runs !== given.environment) return 'todo';
    return standInAnswers({ ...given, startTimeoutMs: 1000 }, context).then(
      () => 'done',
      () => 'half',
    );
  },
  apply: beginStandIn,
  verify: async (given, context) => {
    if (!(await hasTurned(given, context))) await standInAnswers(given, context);
  },
  undo: async (given, context) => {
    await awaitService(given, context);
    await endStandIn(given, context);
  },
  member: ({ member }) => member,
  notUndone: ({ member, component, version }) =>
    `a stand-in of ${component} ${member} may still serve at ${version}`,
  undoKey: ({ member }) => `stand-in ${member}`,
};
