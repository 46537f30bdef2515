import type { ScratchServers } from '../../io/services/scratch-pair.ts';
import { BaiupError, exitCode, messageOf } from '../../lib/errors.ts';
import { waitFor } from '../../lib/wait.ts';
import type { DumpTools } from '../wiring/dump-tools.ts';
import { moreRoom } from './more-room.ts';
import type { RehearsedSteps } from './rehearse-steps.ts';

type Servers = Pick<ScratchServers, 'trouble'> & Pick<DumpTools, 'away'>;

const untouched = 'the cluster was only read: nothing was changed';

const isFull = (said: string): boolean => /No space left on device|DiskFull|ENOSPC/i.test(said);

function noRoom({ away }: Servers, said: string, cause?: unknown): BaiupError {
  return new BaiupError(
    'rehearsal.no-room',
    `the disk${away === undefined ? '' : ` of ${away}`} filled up: ${said}`,
    {
      exit: exitCode.refused,
      left: untouched,
      hint: moreRoom(away),
      cause,
    },
  );
}

function died({ away }: Servers, trouble: string, cause?: unknown): BaiupError {
  return new BaiupError('rehearsal.server-died', `the rehearsal's own ${trouble}`, {
    left: untouched,
    hint: `rehearse again; if the server ends again, ${away ?? 'this machine'} may lack memory`,
    cause,
  });
}

/** What is said where a connection was lost: its server may be ending, and not be gone yet. */
const isCut = (said: string): boolean =>
  /terminat|ECONNRE|EPIPE|fetch failed|server closed|connection/i.test(said);

/** Which server has ended; where a connection was lost, one that is about to is waited for. */
async function troubleOf(servers: Servers, said: string): Promise<string | undefined> {
  if (!isCut(said)) return servers.trouble();
  const patience = { timeoutMs: 3000, everyMs: 50, what: 'a server to end' };
  return waitFor(() => servers.trouble(), patience).catch(() => undefined);
}

/**
 * A failure of the rehearsal's scratch servers says nothing about the upgrade, so there is no receipt.
 * @throws BaiupError `rehearsal.server-died`, `rehearsal.no-room`
 */
export async function refuseTrouble(
  servers: Servers,
  { failures }: Pick<RehearsedSteps, 'failures'>,
): Promise<void> {
  if (failures.size === 0) return;
  const said = [...failures.values()].map(({ message }) => message).join('\n');
  if (isFull(said)) throw noRoom(servers, said);
  const trouble = await troubleOf(servers, said);
  if (trouble !== undefined) throw died(servers, trouble);
}

/** What fails once the scratch servers run is told by its cause: one of them ended, or the disk is full. */
export async function onServers<T>(servers: Servers, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof BaiupError && error.code.startsWith('rehearsal.')) throw error;
    if (isFull(messageOf(error))) throw noRoom(servers, messageOf(error), error);
    const trouble = await troubleOf(servers, messageOf(error));
    throw trouble === undefined ? error : died(servers, trouble, error);
  }
}
