import { fileURLToPath } from 'node:url';
import { BaiupError } from '../../lib/errors.ts';
import { waitFor } from '../../lib/wait.ts';
import type { ParkedRecord } from './parked-program.ts';
import type { ParkedProgram, ParkRequest } from './port.ts';

/** What holds a program: the first is started, the others lie beside it. */
export const parkingPrograms = ['park.py', 'baiup_parking.py', 'baiup_acts.py'].map((name) =>
  fileURLToPath(new URL(`parked/${name}`, import.meta.url)),
) as [string, ...string[]];

/** How a program is held; `baiup_parking.py` says what each of it is. */
export interface ParkJob {
  readonly token: string;
  readonly module: string;
  readonly words: readonly string[];
  readonly folder: string;
  readonly go: string;
  readonly launch: string;
  readonly log: string | undefined;
  readonly variables: Readonly<Record<string, string | undefined>>;
}

export function jobText(
  job: ParkJob,
  { instead, imports, distribution, patience }: Omit<ParkRequest, 'timeoutMs' | 'signal'>,
): string {
  return JSON.stringify({
    ...job,
    log: job.log ?? null,
    patience,
    instead: instead ? [[instead.path, instead.copy]] : [],
    imports,
    package: distribution,
  });
}

interface Looks {
  readonly waits: () => Promise<ParkedRecord | undefined>;
  readonly lives: () => Promise<boolean>;
  /** Why it does not wait, where it has ended. */
  readonly why: () => Promise<string>;
}

/** Waits until a program that was started to wait does so. @throws BaiupError `service.not-parked` */
export async function untilParked(
  { waits, lives, why }: Looks,
  token: string,
  { timeoutMs, signal }: Pick<ParkRequest, 'timeoutMs' | 'signal'>,
): Promise<ParkedProgram> {
  const found = await waitFor(
    async () => {
      const seen = await waits();
      if (seen?.token === token) return seen;
      return (await lives()) ? undefined : 'ended';
    },
    { timeoutMs, signal, what: 'it to be ready to serve', code: 'service.not-parked' },
  );
  if (found === 'ended') throw new BaiupError('service.not-parked', await why());
  return found;
}
