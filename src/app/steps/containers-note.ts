import { endBegun } from './end-begun.ts';
import { type FilesParams, filesParams } from './files-params.ts';
import { noteContainers } from './noted-containers.ts';
import { requireKnown } from './require-known.ts';
import type { Step } from './step.ts';

/**
 * Notes the containers of a stopped agent: no later step may end them. On the way back, before the old agent starts,
 * undo checks that it knows those that still run; at the end it ends those that began since.
 */
export const containersNote: Step<FilesParams> = {
  kind: 'containers.note',
  params: filesParams,
  title: ({ member }) => `Note the containers of agent ${member}`,
  estimate: 0.3,
  probe: async () => 'todo',
  apply: async (turn, context) => ({
    containers: (await noteContainers(turn, context)).running.length,
  }),
  verify: async () => undefined,
  undo: async (turn, context) => {
    const { active, environment } = await context.service(turn.member).state();
    // The old release runs already.
    if (active && environment === turn.from.environment) return undefined;
    return { containers: await requireKnown(turn, turn.from, context) };
  },
  settles: async (turn, context) => endBegun(turn, context),
  undoKey: ({ member }) => `containers ${member}`,
  member: ({ member }) => member,
  notUndone: ({ member, from }) => `${from.version} of agent ${member} would end containers of sessions`,
};
