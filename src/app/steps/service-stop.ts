import { z } from 'zod';
import { componentNames } from '../../core/cluster/inventory.ts';
import { awaitMember } from './await-member.ts';
import type { Step } from './step.ts';

const params = z.strictObject({
  member: z.string(),
  component: z.enum(componentNames),
  /** What runs before the hop, and runs again when the stop is undone. */
  version: z.string(),
  signal: z.enum(['SIGINT', 'SIGTERM']),
  stopTimeoutMs: z.int().positive(),
  startTimeoutMs: z.int().positive(),
});

export const serviceStop: Step<z.infer<typeof params>> = {
  kind: 'service.stop',
  params,
  title: ({ member, component, signal }) => `Stop ${component} ${member} by ${signal}`,
  estimate: 2.5,
  service: 'stopping',
  probe: async ({ member }, { service }) => ((await service(member).state()).active ? 'todo' : 'done'),
  apply: async ({ member, signal, stopTimeoutMs }, context) =>
    context.service(member).stop(signal, { timeoutMs: stopTimeoutMs, signal: context.signal }),
  verify: async () => undefined,
  undo: async ({ member }, { service }) => service(member).start(),
  afterUndo: async ({ member, version, startTimeoutMs }, context) =>
    awaitMember(member, version, startTimeoutMs, context),
  undoKey: ({ member }) => `start ${member}`,
};
