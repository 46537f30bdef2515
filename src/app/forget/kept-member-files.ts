import { dirname } from 'node:path';
import type { Plan } from '../../core/plan/plan.ts';
import { walkPlan } from '../../core/plan/walk.ts';
import { bytesBelow } from '../../io/hosts/bytes-below.ts';
import type { StepContext } from '../steps/context.ts';
import { filesCapture } from '../steps/files-capture.ts';
import { keepFolder } from '../steps/files-of-member.ts';
import { hostOfFiles } from '../steps/host-of-files.ts';
import type { Removable } from './kept.ts';

/** What was captured of members' files, and what going back has moved there: a folder of the run beside those files. */
export async function keptMemberFiles(plan: Plan, context: StepContext): Promise<Removable[]> {
  const folders = walkPlan(plan)
    .filter(({ step }) => step.kind === filesCapture.kind)
    .map(({ step }) => filesCapture.params.parse(step.params))
    .map((given) => {
      const host = hostOfFiles(given.member, context);
      return { host, folder: dirname(keepFolder(given, context)) };
    });
  const each = [...new Map(folders.map((found) => [`${found.host.name} ${found.folder}`, found])).values()];
  const found = each.map(async ({ host, folder }): Promise<Removable[]> => {
    if (!(await host.stat(folder))) return [];
    const bytes = await bytesBelow(host, folder);
    return [{ what: 'files', host: host.name, name: folder, bytes, remove: () => host.remove(folder) }];
  });
  return (await Promise.all(found)).flat();
}
