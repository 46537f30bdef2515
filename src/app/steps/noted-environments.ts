import { hashed } from '../../core/census/hashed.ts';
import type { HeldPackage } from '../../core/components/plugins-among.ts';
import { stableJson } from '../../lib/stable-json.ts';
import type { StepContext } from './context.ts';
import { memberRecords } from './member-records.ts';

type Kept = Pick<StepContext, 'runFolder'>;

/** Keeps what an environment held before the stop; what many hold alike is kept once. */
export async function noteEnvironment(
  context: Kept,
  hop: number,
  key: string,
  packages: readonly HeldPackage[],
): Promise<void> {
  const records = memberRecords(context, hop, 'environments');
  const { hash } = hashed(stableJson(packages));
  if ((await records.get(`#${hash}`)) === undefined) await records.put(`#${hash}`, packages);
  await records.put(key, hash);
}

/** @returns undefined where it was not noted, or where the notes cannot be read: then it is asked itself */
export async function notedEnvironment(
  context: Kept,
  hop: number,
  key: string,
): Promise<readonly HeldPackage[] | undefined> {
  const records = memberRecords(context, hop, 'environments');
  const hash = await records.get(key).catch(() => undefined);
  if (typeof hash !== 'string') return undefined;
  return (await records.get(`#${hash}`)) as readonly HeldPackage[] | undefined;
}
