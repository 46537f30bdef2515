import { z } from 'zod';
import { componentNames } from '../../core/cluster/inventory.ts';
import { carriedPlugin, pluginText } from '../../core/components/carried-plugin.ts';
import { editSchema } from '../../core/configuration/edit.ts';
import { shortList } from '../../lib/short-list.ts';
import type { Step } from './step.ts';
import { nothingToUndo } from './step.ts';

const params = z.strictObject({
  /** Whose service will run from it: its program is tried as that service starts it. */
  member: z.string(),
  host: z.string(),
  component: z.enum(componentNames),
  version: z.string(),
  folder: z.string(),
  /** ISO 8601; dependencies are resolved as of shortly after. */
  published: z.string(),
  python: z.string(),
  config: z.string(),
  /** Of a manager that the database only passes through: its program never runs, and need not be able to. */
  proves: z.literal('migrator').optional(),
  /** What the environment before holds beside its release, and this one will. */
  plugins: z.array(carriedPlugin).optional(),
  /** What will have been changed in the configuration when the program starts. */
  edits: z.array(editSchema).optional(),
});

/**
 * Builds a new environment beside the old one and proves it by importing the program. The program also reads the
 * configuration as it will be, and its plugins are tried, even if the environment existed already.
 */
export const environmentStage: Step<z.infer<typeof params>> = {
  kind: 'environment.stage',
  params,
  title: ({ member, component, version, python, proves, plugins = [] }) => {
    const what = `${proves ? `the migrations of ${component}` : component} ${version}`;
    const named = plugins.filter(({ isAskedFor }) => !isAskedFor).map(pluginText);
    const beside = named.length > 0 ? ` with ${shortList(named)}` : '';
    return `Stage ${what} for ${member} (Python ${python})${beside}`;
  },
  estimate: 12,
  probe: async (request, { environmentStands }) => ((await environmentStands(request)) ? 'done' : 'todo'),
  apply: async (request, { buildEnvironment, signal }) => buildEnvironment(request, signal),
  verify: async (request, { requireConfiguration, requirePlugins, signal }) => {
    if (request.proves === 'migrator') return;
    await requireConfiguration(request, signal);
    await requirePlugins(request, signal);
  },
  undo: nothingToUndo,
};
