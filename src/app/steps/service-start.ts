import { z } from 'zod';
import { componentNamed } from '../../core/components/index.ts';
import { answersItself } from './answers-itself.ts';
import { awaitMember } from './await-member.ts';
import type { StepContext } from './context.ts';
import { type ServiceParams, serviceParams } from './service-params.ts';
import { startMember } from './start-member.ts';
import type { Step } from './step.ts';

/** Waits until it answers; one that is known to end at first is started again. */
async function awaitStarted(params: ServiceParams, context: StepContext): Promise<void> {
  const { member, component, version, startTimeoutMs } = params;
  const mayStart = (other: string): boolean => !context.started.has(other);
  for (let left = componentNamed(component).restarts ?? 0; ; left -= 1) {
    try {
      return await awaitMember({ member, version, timeoutMs: startTimeoutMs, mayStart }, context);
    } catch (error) {
      if (left <= 0 || (await context.service(member).state()).active) throw error;
      await context.service(member).start();
    }
  }
}

const params = serviceParams.extend({
  /** Another process listens where it does: it must be the service itself that answers. */
  besideStandIn: z.literal(true).optional(),
});
type StartParams = z.infer<typeof params>;

async function awaitItself(given: StartParams, context: StepContext): Promise<void> {
  await awaitStarted(given, context);
  const { member, component, version, startTimeoutMs: timeoutMs } = given;
  if (given.besideStandIn) await answersItself('service', { member, component, version, timeoutMs }, context);
}

export const serviceStart: Step<StartParams> = {
  kind: 'service.start',
  params,
  title: ({ member, component, version }) => `Start ${component} ${member} at ${version}`,
  estimate: 2.5,
  service: 'starting',
  // An agent answers once its manager does, which may start beside it.
  waits: 'once-applied',
  probe: async ({ member }, { service }) => {
    const { active, isHalf } = await service(member).state();
    if (!active) return 'todo';
    return isHalf ? 'half' : 'done';
  },
  apply: async ({ member, component }, context) => {
    const { parked, why } = await startMember({ member, component }, context);
    context.started.add(member);
    return parked || why !== undefined ? { parked, why } : undefined;
  },
  verify: awaitItself,
  member: ({ member }) => member,
  notUndone: ({ member, component, version }) => `${component} ${member} may still run ${version}`,
  undo: async ({ member, signal, stopTimeoutMs }, { service, started }) => {
    started.delete(member);
    await service(member).stop(signal, { timeoutMs: stopTimeoutMs });
  },
};
