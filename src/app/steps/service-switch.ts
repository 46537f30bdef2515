import { z } from 'zod';
import { componentNames } from '../../core/cluster/inventory.ts';
import type { Step } from './step.ts';

const params = z.strictObject({
  member: z.string(),
  component: z.enum(componentNames),
  from: z.string(),
  to: z.string(),
});

/** Lets a stopped service run from another environment at its next start. */
export const serviceSwitch: Step<z.infer<typeof params>> = {
  kind: 'service.switch',
  params,
  title: ({ member, component, to }) =>
    `Switch ${component} ${member} to ${to.slice(to.lastIndexOf('/') + 1)}`,
  estimate: 0.1,
  probe: async ({ member, to }, { service }) =>
    (await service(member).state()).environment === to ? 'done' : 'todo',
  apply: async ({ member, to }, { service }) => service(member).switchEnvironment(to),
  verify: async () => undefined,
  undo: async ({ member, from }, { service }) => service(member).switchEnvironment(from),
  undoKey: ({ member }) => `switch ${member}`,
};
