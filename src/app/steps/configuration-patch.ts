import { basename } from 'node:path';
import { z } from 'zod';
import { componentNames } from '../../core/cluster/inventory.ts';
import { editSchema } from '../../core/configuration/edit.ts';
import { editConfiguration } from '../../core/configuration/edit-configuration.ts';
import { BaiupError } from '../../lib/errors.ts';
import type { StepContext } from './context.ts';
import { hostOfFiles } from './host-of-files.ts';
import { keptFile } from './kept-file.ts';
import { keptFiles } from './kept-files.ts';
import type { Step } from './step.ts';

const params = z.strictObject({
  hop: z.int().positive(),
  member: z.string(),
  component: z.enum(componentNames),
  config: z.string(),
  /** What changes, never the text: it may hold secrets. */
  edits: z.array(editSchema).min(1),
});
type Params = z.infer<typeof params>;

/** Today's text of the file, and what the edits make of it. */
async function today({ member, config, edits }: Params, context: StepContext) {
  const at = hostOfFiles(member, context);
  const text = await at.readText(config);
  if (text === undefined) {
    throw new BaiupError(
      'configuration.missing',
      `${member} has the configuration file ${config}, which does not exist`,
      {
        hint: 'put the file back, then go on: baiup resume RUN',
      },
    );
  }
  return { at, text, edited: editConfiguration(text, edits, (edit) => edit) };
}

/** The file as it was before and as the edits made it, where they changed it. */
async function keptBefore({ hop, member, edits }: Params, context: StepContext) {
  const file = keptFiles(context, hop).configuration(member);
  const original = await keptFile.read(file);
  const ours = original === undefined ? undefined : editConfiguration(original, edits, (edit) => edit).text;
  return { file, original, ours };
}

function changedSince({ config }: Params, why: string): BaiupError {
  return new BaiupError('configuration.changed', `${config} was edited since the plan was made: ${why}`, {
    left: 'the file was not changed',
    hint: 'change it manually, or make the plan again: baiup plan',
  });
}

/** Makes a stopped component's configuration fit the release that is started next. */
export const configurationPatch: Step<Params> = {
  kind: 'configuration.patch',
  params,
  title: ({ member, component, config, edits }) =>
    `Change ${basename(config)} of ${component} ${member}: ${edits.map(({ key }) => key).join(', ')}`,
  estimate: 0.1,
  probe: async (given, context) => ((await today(given, context)).edited.made.length === 0 ? 'done' : 'todo'),
  apply: async (given, context) => {
    const { at, text, edited } = await today(given, context);
    const [left] = edited.left;
    if (left) throw changedSince(given, `${left.edit.key}: ${left.why}`);
    // Changed already: what is kept is the original.
    if (edited.made.length === 0) return undefined;
    await keptFile.write(keptFiles(context, given.hop).configuration(given.member), text);
    await at.replaceText(given.config, edited.text);
    return { changed: edited.made.map(({ key }) => key) };
  },
  verify: async (given, context) => {
    const { made, left } = (await today(given, context)).edited;
    const [first] = [...made, ...left.map(({ edit }) => edit)];
    if (first) throw changedSince(given, `${first.key} is as it was before`);
  },
  undo: async (given, context) => {
    const { file, original, ours } = await keptBefore(given, context);
    const { at, text } = await today(given, context);
    if (original === undefined || text === original) return;
    if (text !== ours) await keptFile.write(`${file}.after`, text);
    await at.replaceText(given.config, original);
  },
  afterUndo: async (given, context) => {
    const { original, ours } = await keptBefore(given, context);
    if (original === undefined || (await today(given, context)).text !== ours) return;
    throw new BaiupError('configuration.not-back', `${given.config} has again what this run changed in it`);
  },
  member: ({ member }) => member,
  notUndone: ({ config }) => `${config} still has what this run changed in it`,
  undoKey: ({ member }) => `configure ${member}`,
};
