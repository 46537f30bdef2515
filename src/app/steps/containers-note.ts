import { endBegun } from './end-begun.ts';
import { type FilesParams, filesParams } from './files-params.ts';
import { noteContainers } from './noted-containers.ts';
import { requireKnown } from './require-known.ts';
import type { Step } from './step.ts';

/**
 * What containers a stopped agent has: none of them may be ended by what follows. On the way back, before the old agent
 * is started, it is seen that it knows those that run still; once all is back, those that began since are ended.
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
