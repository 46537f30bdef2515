import { z } from 'zod';
import { componentNames } from '../../core/cluster/inventory.ts';
import { editSchema } from '../../core/configuration/edit.ts';
import type { Step } from './step.ts';
import { nothingToUndo } from './step.ts';

const params = z.strictObject({
  host: z.string(),
  component: z.enum(componentNames),
  version: z.string(),
  folder: z.string(),
  /** ISO 8601; dependencies are resolved as of shortly after. */
  published: z.string(),
  python: z.string(),
  config: z.string(),
  workdir: z.string(),
  /** Of a manager that the database only passes through: its program never runs, and need not be able to. */
  proves: z.literal('migrator').optional(),
  /** What will have been changed in the configuration when the program starts. */
  edits: z.array(editSchema).optional(),
});

/**
 * Builds a new environment beside the old one and proves it by importing the program. The program also reads the
 * configuration as it will be, even if the environment existed already.
 */
export const environmentStage: Step<z.infer<typeof params>> = {
  kind: 'environment.stage',
  params,
  title: ({ component, version, python, proves }) =>
    `Stage ${proves ? `the migrations of ${component}` : component} ${version} for Python ${python}`,
  estimate: 12,
  probe: async (request, { environmentStands }) => ((await environmentStands(request)) ? 'done' : 'todo'),
  apply: async (request, { buildEnvironment, signal }) => buildEnvironment(request, signal),
  verify: async (request, { requireConfiguration, signal }) => {
    if (request.proves !== 'migrator') await requireConfiguration(request, signal);
  },
  undo: nothingToUndo,
};
