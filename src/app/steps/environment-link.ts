import { z } from 'zod';
import { componentNames } from '../../core/cluster/inventory.ts';
import { BaiupError } from '../../lib/errors.ts';
import type { Step } from './step.ts';

const params = z.strictObject({
  member: z.string(),
  component: z.enum(componentNames),
  /** The path by which its unit names its environment. */
  path: z.string(),
  /** Where the environment lies from then on; where it lies already, if the path is a link. */
  keep: z.string(),
});

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/**
 * Makes sure, before the stop, that the path by which a unit names its environment is a link of its own, so that it can
 * be switched by one rename. A folder and a link to where it lies from then on change places in one call, so whoever
 * goes by the path finds the same files at every moment. Where the kernel or the file system has no such call, the
 * folder is moved by the switch, while the service is stopped.
 */
export const environmentLink: Step<z.infer<typeof params>> = {
  kind: 'environment.link',
  params,
  title: ({ member, component, path, keep }) =>
    `Keep the environment of ${component} ${member} as ${nameOf(keep)}, and let ${nameOf(path)} be a link to it`,
  estimate: 0.2,
  probe: async ({ member, keep }, { service }) => {
    const { environment, named } = await service(member).state();
    return named?.isFolder === false && environment === keep ? 'done' : 'todo';
  },
  apply: async ({ member, keep }, { service }) => ({
    linked: (await service(member).linkEnvironment(keep)) ? 'now' : 'by the switch',
  }),
  verify: async ({ member, component, path, keep }, { service }) => {
    const { environment, named } = await service(member).state();
    if (named?.isFolder === true || environment === keep) return;
    throw new BaiupError(
      'service.not-linked',
      `${path} of ${component} ${member} leads to ${environment}, not ${keep}`,
      { hint: `find out what changes ${path}` },
    );
  },
  // The link stays: by the path it leads to the very same files, and containers may have them mounted.
  undo: async ({ member, keep }, { service }) => service(member).forgetLink(keep),
  member: ({ member }) => member,
  notUndone: ({ path, keep }) => `${keep} is still a link to ${path}`,
};
