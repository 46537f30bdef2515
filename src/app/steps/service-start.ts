import { awaitMember } from './await-member.ts';
import { type ServiceParams, serviceParams } from './service-params.ts';
import type { Step } from './step.ts';

export const serviceStart: Step<ServiceParams> = {
  kind: 'service.start',
  params: serviceParams,
  title: ({ member, component, version }) => `Start ${component} ${member} at ${version}`,
  estimate: 2.5,
  service: 'starting',
  probe: async ({ member }, { service }) => ((await service(member).state()).active ? 'done' : 'todo'),
  apply: async ({ member }, { service }) => {
    await service(member).start();
  },
  verify: async ({ member, version, startTimeoutMs }, context) =>
    awaitMember(member, version, startTimeoutMs, context),
  undo: async ({ member, signal, stopTimeoutMs }, { service }) => {
    await service(member).stop(signal, { timeoutMs: stopTimeoutMs });
  },
};
