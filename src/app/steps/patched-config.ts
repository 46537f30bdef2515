import { memberNamed } from '../../core/cluster/member-named.ts';
import type { ConfigurationEdit } from '../../core/configuration/edit.ts';
import { editConfiguration } from '../../core/configuration/edit-configuration.ts';
import { mirroredFolder } from '../../io/hosts/mirrored-folder.ts';
import type { StepContext } from './context.ts';
import { hostOfFiles } from './host-of-files.ts';
import { keptFiles } from './kept-files.ts';

interface Wanted {
  readonly hop: number;
  readonly member: string;
  readonly edits?: readonly ConfigurationEdit[] | undefined;
}

/**
 * Where a new program finds a member's configuration before the file itself is changed: the file, or where it will be
 * changed a copy on the member's host that only its owner can read.
 */
export async function patchedConfig(
  { hop, member, edits = [] }: Wanted,
  context: StepContext,
): Promise<string> {
  const { config, host: name } = memberNamed(context.inventory, member);
  if (edits.length === 0) return config;
  const host = context.host(name);
  const text = (await hostOfFiles(member, context).readText(config)) ?? '';
  const runFolder = await mirroredFolder(host, context.runFolder);
  const copy = keptFiles({ runFolder }, hop).patched(member);
  await host.writeText(copy, editConfiguration(text, edits, (edit) => edit).text);
  return copy;
}
