import type { RunReader } from '../../io/journal/port.ts';
import { BaiupError, exitCode } from '../../lib/errors.ts';
import { shortList } from '../../lib/short-list.ts';

/**
 * Whoever goes on with a run must be able to take it back: what it has captured lies on the machine that captured it.
 * @throws BaiupError `run.files-elsewhere` (exit 2)
 */
export async function refuseFilesElsewhere({
  name,
  folder,
  missingFiles,
}: Pick<RunReader, 'name' | 'folder' | 'missingFiles'>): Promise<void> {
  const missing = await missingFiles();
  if (!missing) return;
  const { host, folder: there, names } = missing;
  throw new BaiupError(
    'run.files-elsewhere',
    `what ${name} needs to go back lies on ${host} in ${there} (${shortList(names)}), and not on this machine`,
    {
      exit: exitCode.refused,
      left: 'nothing was changed by this command',
      hint: `go on from ${host}, or bring that folder here first: mkdir -p ${folder} && scp -rp ${host}:${there}/. ${folder}/`,
    },
  );
}
