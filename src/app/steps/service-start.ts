import { z } from 'zod';
import { componentNames } from '../../core/cluster/inventory.ts';
import { awaitMember } from './await-member.ts';
import type { Step } from './step.ts';

const params = z.strictObject({
  member: z.string(),
  component: z.enum(componentNames),
  version: z.string(),
  /** How it is stopped again when the start is undone. */
  signal: z.enum(['SIGINT', 'SIGTERM']),
  stopTimeoutMs: z.int().positive(),
  startTimeoutMs: z.int().positive(),
});

export const serviceStart: Step<z.infer<typeof params>> = {
  kind: 'service.start',
  params,
  title: ({ member, component, version }) => `Start ${component} ${member} at ${version}`,
  estimate: 3.9,
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
