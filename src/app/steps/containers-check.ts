import { type FilesParams, filesParams } from './files-params.ts';
import { requireKnown } from './require-known.ts';
import { nothingToUndo, type Step } from './step.ts';

/** Before the first start of a new release: it knows every container that the old one left. */
export const containersCheck: Step<FilesParams> = {
  kind: 'containers.check',
  params: filesParams,
  title: ({ member, to }) => `See that ${to.version} of agent ${member} knows its containers`,
  estimate: 1,
  probe: async ({ member }, { service }) => ((await service(member).state()).active ? 'done' : 'todo'),
  apply: async (turn, context) => ({ containers: await requireKnown(turn, turn.to, context) }),
  verify: async () => undefined,
  undo: nothingToUndo,
};
