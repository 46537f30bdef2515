import { link, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeFileAtomic } from '../../lib/atomic-file.ts';
import { BaiupError, messageOf } from '../../lib/errors.ts';
import { type Life, lifeOf, type ProcessIdentity, processIdentity } from '../services/process-identity.ts';
import { drivenElsewhere } from './driven-elsewhere.ts';
import type { Driver } from './port.ts';
import { newRunId } from './run-file.ts';

const fileName = /^driver-(\d+)\.json$/;
const pathOf = (folder: string, turn: number): string => join(folder, `driver-${turn}.json`);

const claimSchema = z.object({
  who: z.string(),
  since: z.string(),
  process: processIdentity,
  /** When it gave the run back. */
  released: z.string().optional(),
});
type Claim = z.infer<typeof claimSchema>;

/** The latest claim on a run; without one where it was given back, or is damaged: whoever wrote it lost power. */
interface Turn {
  readonly turn: number;
  readonly claim?: Claim;
}

const nothingThere = (error: NodeJS.ErrnoException): undefined => {
  if (error.code === 'ENOENT') return undefined;
  throw error;
};

async function latestTurn(folder: string): Promise<Turn> {
  const names = await readdir(folder).catch(nothingThere);
  const turns = (names ?? []).map((name) => Number(fileName.exec(name)?.[1] ?? 0));
  const turn = Math.max(0, ...turns);
  if (turn === 0) return { turn };
  const text = await readFile(pathOf(folder, turn), 'utf8').catch(nothingThere);
  // A later turn has taken its place meanwhile.
  if (text === undefined) return latestTurn(folder);
  try {
    const claim = claimSchema.parse(JSON.parse(text));
    return claim.released === undefined ? { turn, claim } : { turn };
  } catch {
    return { turn };
  }
}

/** Who drives a run, as far as can be told from here; undefined where nobody says so. */
export async function readDriver(folder: string): Promise<Driver | undefined> {
  const { claim } = await latestTurn(folder);
  return claim && driverOf(claim, await lifeOf(claim.process));
}

function driverOf({ who, since, process: { host, pid } }: Claim, life: Life): Driver {
  return { who, since, host, pid, life };
}

/** Puts a whole file where none is; never over one that is there. */
async function putNew(path: string, claim: Claim): Promise<boolean> {
  const draft = `${path}.${newRunId()}`;
  await writeFileAtomic(draft, JSON.stringify(claim));
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

interface Claimant {
  readonly run: string;
  readonly who: string;
  readonly process: ProcessIdentity;
  readonly now: () => Date;
}

/**
 * Takes a run for this process alone. Claims are numbered files that are made, never written over by another: of all
 * who find the same latest one dead or given back only one can make the next.
 * @throws BaiupError `run.driven-elsewhere`, `run.not-written`
 */
export async function claimRun(folder: string, { run, who, process: own, now }: Claimant) {
  const mine: Claim = { who, since: now().toISOString(), process: own };
  const cannot = (cause: unknown): never => {
    throw cause instanceof BaiupError ? cause : notClaimed(folder, run, cause);
  };
  const turn = await takeTurn(folder, run, mine).catch(cannot);
  const release = (): Promise<void> =>
    writeFileAtomic(pathOf(folder, turn), JSON.stringify({ ...mine, released: now().toISOString() }));
  return { release };
}

async function takeTurn(folder: string, run: string, mine: Claim): Promise<number> {
  for (;;) {
    const { turn: last, claim } = await latestTurn(folder);
    const life = claim && (await lifeOf(claim.process));
    if (claim && life !== undefined && life !== 'dead') throw drivenElsewhere(run, driverOf(claim, life));
    const turn = last + 1;
    if (!(await putNew(pathOf(folder, turn), mine))) continue;
    await removeBefore(folder, turn);
    return turn;
  }
}

function notClaimed(folder: string, run: string, cause: unknown): BaiupError {
  return new BaiupError('run.not-written', `${folder} cannot be written: ${messageOf(cause)}`, {
    cause,
    left: 'nothing was changed by this command',
    hint: `fix that (does the folder belong to you? is the disk full?), then type the command again; baiup show ${run} works meanwhile`,
  });
}

/** Takes a run from a process that cannot be seen from here. */
export async function disownRun(folder: string, now: () => Date): Promise<void> {
  const { turn, claim } = await latestTurn(folder);
  if (!claim || (await lifeOf(claim.process)) !== 'elsewhere') return;
  // Whoever makes the next turn first has it: nothing is taken from a driver that came meanwhile.
  await putNew(pathOf(folder, turn + 1), { ...claim, released: now().toISOString() });
}

/** The latest stays for good: numbers are never used again. */
async function removeBefore(folder: string, turn: number): Promise<void> {
  const old = (await readdir(folder)).filter((name) => Number(fileName.exec(name)?.[1] ?? turn) < turn);
  await Promise.all(old.map((name) => rm(join(folder, name), { force: true })));
}
