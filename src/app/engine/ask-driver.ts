import type { RunReader } from '../../io/journal/port.ts';
import { type Request, runRequests } from '../../io/journal/requests.ts';
import { BaiupError, exitCode } from '../../lib/errors.ts';
import { waitFor } from '../../lib/wait.ts';
import { operator } from './operator.ts';

/** A driver looks for requests several times a second. */
const defaultPatienceMs = 10_000;

/**
 * Asks something of the process that drives a run, wherever that is, and waits until it has heard.
 * @throws BaiupError `run.not-heard` (exit 1)
 */
export async function askDriver(
  { folder, name }: Pick<RunReader, 'folder' | 'name'>,
  what: Request['what'],
  why: string,
  patienceMs = defaultPatienceMs,
): Promise<void> {
  const requests = runRequests(folder);
  await requests.make({ what, who: operator(), why, at: new Date().toISOString() });
  const heard = async (): Promise<true | undefined> =>
    (await requests.read()).some((request) => request.what === what) ? undefined : true;
  await waitFor(heard, { timeoutMs: patienceMs, what: `whoever drives ${name} to hear` }).catch(async () => {
    await requests.remove(what);
    throw new BaiupError(
      'run.not-heard',
      `whoever drives ${name} did not hear that within ${patienceMs / 1000} s`,
      {
        exit: exitCode.failed,
        left: 'the run goes on as before',
        hint: `see who drives it: baiup show ${name}`,
      },
    );
  });
}
