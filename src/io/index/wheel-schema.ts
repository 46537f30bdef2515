import { parseRevision } from '../../core/catalog/parse-revision.ts';
import type { Release } from '../../core/catalog/release.ts';
import type { RemoteWheel } from './remote-wheel.ts';
import { zipDirectory } from './zip-directory.ts';
import { zipTexts } from './zip-texts.ts';

const folder = 'ai/backend/manager/models/alembic/';
const isRevision = (name: string) => name.startsWith(`${folder}versions/`) && name.endsWith('.py');
const dump = new RegExp(`^${folder}revision_history/(.+)\\.json$`);

/** The database history in a manager's wheel, and the histories of other releases that it ships. */
export async function wheelSchema(wheel: RemoteWheel): Promise<Pick<Release, 'schema' | 'dumps'>> {
  const entries = await zipDirectory(wheel);
  const texts = await zipTexts(
    wheel,
    entries.filter(({ name }) => isRevision(name)),
  );
  const revisions = [...texts.values()].flatMap((text) => parseRevision(text) ?? []);
  const built = new Set(revisions.flatMap(({ down }) => down));
  const heads = revisions.map(({ id }) => id).filter((id) => !built.has(id));
  const dumps = entries.flatMap(({ name }) => dump.exec(name)?.[1] ?? []);
  return { schema: { heads: heads.sort(), revisions }, dumps: dumps.sort() };
}
