import { type Census, censusSchema } from '../../core/census/census.ts';
import { shapeOf } from '../../core/census/shape.ts';
import { withRegistries } from '../../core/census/with-registries.ts';
import type { RegistrySnapshot } from '../../core/cluster/snapshot.ts';
import type { DatabaseView } from '../../io/database/hold-view.ts';
import { BaiupError } from '../../lib/errors.ts';
import type { StepContext } from './context.ts';
import { damagedDocument, keptDocument, someDocument } from './kept-document.ts';
import { keptFile } from './kept-file.ts';
import { keptFiles } from './kept-files.ts';

/** As they were at the stop: a migration that goes on beside the counting may have changed them. */
async function registriesAt(hop: number, context: StepContext): Promise<readonly RegistrySnapshot[]> {
  const file = keptFiles(context, hop).registries;
  const damaged = damagedDocument(file, 'which registries etcd had at the stop');
  const noted = await keptDocument(file, someDocument<readonly RegistrySnapshot[]>(), damaged);
  return noted ?? context.configStore.registries();
}

/** Writes down, beside the dump, what the cluster holds with its writers stopped. */
export async function noteCensus(
  hop: number,
  view: Pick<DatabaseView, 'census'>,
  context: StepContext,
): Promise<void> {
  const [counted, registries] = await Promise.all([view.census(), registriesAt(hop, context)]);
  const census = withRegistries(counted, registries);
  const files = keptFiles(context, hop);
  await Promise.all([
    keptFile.write(files.census, JSON.stringify(census)),
    keptFile.write(files.censusShape, JSON.stringify(shapeOf(census))),
  ]);
}

/** @returns undefined where there is none. @throws BaiupError `census.damaged` */
export function keptCensus(file: string): Promise<Census | undefined> {
  return keptDocument(
    file,
    censusSchema,
    (cause) => new BaiupError('census.damaged', `${file} no longer tells what the cluster held`, { cause }),
  );
}

/** What it held at the stop; undefined for a run that an older baiup began. @throws BaiupError `census.damaged` */
export const notedCensus = (
  hop: number,
  context: Pick<StepContext, 'runFolder'>,
): Promise<Census | undefined> => keptCensus(keptFiles(context, hop).census);
