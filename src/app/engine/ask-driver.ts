import type { RunReader } from '../../io/journal/port.ts';
import type { Request } from '../../io/journal/request.ts';
import { BaiupError, exitCode } from '../../lib/errors.ts';
import { waitFor } from '../../lib/wait.ts';
import { operator } from './operator.ts';

/** A driver looks for requests several times a second. */
const defaultPatienceMs = 10_000;

/**
 * Asks something of the process that drives a run, wherever that is, and waits until it has heard, or has ended.
 * @throws BaiupError `run.not-heard` (exit 1)
 */
export async function askDriver(
  { requests, name, driver }: Pick<RunReader, 'driver' | 'requests' | 'name'>,
  what: Request['what'],
  why: string,
  patienceMs = defaultPatienceMs,
  who = operator(),
): Promise<void> {
  await requests.make({ what, who, why, at: new Date().toISOString() });
  const outcome = async (): Promise<'heard' | 'gone' | undefined> => {
    // Asked first: what it heard before its end counts.
    const drives = await driver();
    const waits = (await requests.read()).some((request) => request.what === what);
    if (!waits) return 'heard';
    return drives === undefined || drives.life === 'dead' ? 'gone' : undefined;
  };
  const patience = { timeoutMs: patienceMs, what: `whoever drives ${name} to hear` };
  const end = await waitFor(outcome, patience).catch(() => 'late' as const);
  if (end === 'heard') return;
  await requests.remove(what);
  const left = end === 'gone' ? 'nobody drives the run now' : 'the run goes on as before';
  const did =
    end === 'gone' ? 'has ended before it heard that' : `did not hear that within ${patienceMs / 1000} s`;
  throw new BaiupError('run.not-heard', `whoever drives ${name} ${did}`, {
    exit: exitCode.failed,
    left,
    hint: `see how it stands: baiup show ${name}`,
  });
}
