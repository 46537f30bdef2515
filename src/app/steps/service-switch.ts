import { z } from 'zod';
import { componentNames } from '../../core/cluster/inventory.ts';
import { componentNamed } from '../../core/components/index.ts';
import { BaiupError } from '../../lib/errors.ts';
import type { Step } from './step.ts';

const params = z.strictObject({
  member: z.string(),
  component: z.enum(componentNames),
  /** Where the environment of before lies, or will lie: a folder in the place of the link may still go there. */
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
  apply: async ({ member, component, from, to }, { service, signal }) => {
    // It was stopped, and came up again with its host: as it is, it would go on from where it came.
    if ((await service(member).state()).active) {
      const { stopSignal, stopTimeoutMs } = componentNamed(component);
      await service(member).stop(stopSignal, { timeoutMs: stopTimeoutMs, signal });
    }
    await service(member).switchEnvironment(to, from);
  },
  verify: async () => undefined,
  undo: async ({ member, from }, { service }) => service(member).switchEnvironment(from, from),
  afterUndo: async ({ member, component, from }, { service }) => {
    const { environment } = await service(member).state();
    if (environment === from) return;
    throw new BaiupError(
      'service.not-switched',
      `${component} ${member} is set to run from ${environment}, not ${from}`,
    );
  },
  member: ({ member }) => member,
  notUndone: ({ member, component, to }) => `${component} ${member} is still switched to ${to}`,
  undoKey: ({ member }) => `switch ${member}`,
};
