import { awaitMember } from './await-member.ts';
import { refuseStranger } from './refuse-stranger.ts';
import { type ServiceParams, serviceParams } from './service-params.ts';
import type { Step } from './step.ts';

export const serviceStop: Step<ServiceParams> = {
  kind: 'service.stop',
  params: serviceParams,
  title: ({ member, component, signal }) => `Stop ${component} ${member} by ${signal}`,
  estimate: 1,
  service: 'stopping',
  probe: async ({ member }, { service }) => ((await service(member).state()).active ? 'todo' : 'done'),
  apply: async ({ member, signal, stopTimeoutMs }, context) => {
    context.started.delete(member);
    return context.service(member).stop(signal, { timeoutMs: stopTimeoutMs, signal: context.signal });
  },
  verify: async () => undefined,
  undo: async ({ member }, context) => {
    // Ours that goes on is no stranger: it is left as it is.
    await refuseStranger(member, context);
    await context.service(member).start();
  },
  afterUndo: async ({ member, version, startTimeoutMs }, context) =>
    awaitMember({ member, version, timeoutMs: startTimeoutMs }, context),
  member: ({ member }) => member,
  notUndone: ({ member, component, version }) => `${component} ${member} does not run ${version}`,
  undoKey: ({ member }) => `start ${member}`,
};
