import { parseEntryPoints } from '../../core/catalog/parse-entry-points.ts';
import { parseRevision } from '../../core/catalog/parse-revision.ts';
import { checksum } from './checksum.ts';
import type { Fact } from './fact.ts';
import type { Knowledge } from './knowledge.ts';
import { pythonOf } from './python-of.ts';
import type { WheelBytes } from './wheel-bytes.ts';
import { lastEntries, type ZipEntry, zipDirectory, zipEnd } from './zip-directory.ts';
import { zipTexts } from './zip-texts.ts';

const folder = 'ai/backend/manager/models/alembic/';
const isRevision = ({ name }: ZipEntry) => name.startsWith(`${folder}versions/`) && name.endsWith('.py');
const dump = new RegExp(`^${folder}revision_history/(.+)\\.json$`);
const inDistInfo = ({ name }: ZipEntry, file: string) => name.endsWith(`.dist-info/${file}`);

export interface WheelRequest {
  readonly wheel: WheelBytes;
  readonly sha256: string;
  /** Whether it carries a database history. */
  readonly isManager: boolean;
  /** Whether nothing else tells the Python that it runs on. */
  readonly wantsPython: boolean;
}

/**
 * Reads what is new in a wheel: its directory, and of the files that matter only those not known by their checksum.
 * A wheel without a history is read at its end only, where `.dist-info` lies.
 * @returns facts in the order in which they must be learned, the wheel's own last
 */
export async function wheelFacts(
  { wheel, sha256, isManager, wantsPython }: WheelRequest,
  known: Pick<Knowledge, 'revisionFiles' | 'entryPointFiles'>,
): Promise<readonly Fact[]> {
  const end = await zipEnd(wheel);
  const last = lastEntries(end);
  const seesDistInfo = last.some((entry) => !entry.name.includes('.dist-info/'));
  const entries = isManager || !seesDistInfo ? await zipDirectory(end) : last;
  const revisions = isManager ? entries.filter(isRevision) : [];
  const entryPoints = entries.find((entry) => inDistInfo(entry, 'entry_points.txt'));
  const metadata = wantsPython ? entries.find((entry) => inDistInfo(entry, 'METADATA')) : undefined;

  const newRevisions = revisions.filter((entry) => !known.revisionFiles.has(checksum(entry)));
  const newEntryPoints = [entryPoints].filter(
    (entry) => entry !== undefined && !known.entryPointFiles.has(checksum(entry)),
  ) as readonly ZipEntry[];
  const wanted = [...newRevisions, ...newEntryPoints, ...(metadata ? [metadata] : [])];
  const texts = await zipTexts(wheel, wanted, end.directory.start);
  const textOf = ({ name }: ZipEntry) => texts.get(name) ?? '';
  return [
    ...newRevisions.map((entry): Fact => {
      return { kind: 'revision', file: checksum(entry), revision: parseRevision(textOf(entry)) ?? null };
    }),
    ...newEntryPoints.map((entry): Fact => {
      const set = parseEntryPoints(textOf(entry)) ?? null;
      return { kind: 'entry-points', file: checksum(entry), entryPoints: set };
    }),
    {
      kind: 'wheel',
      sha256,
      size: end.size,
      packed: last.at(-1)?.packed,
      python: metadata && pythonOf(/^Requires-Python:(.*)$/m.exec(textOf(metadata))?.[1]),
      entryPoints: entryPoints && checksum(entryPoints),
      history: isManager
        ? {
            revisions: revisions.map(checksum),
            dumps: entries.flatMap(({ name }) => dump.exec(name)?.[1] ?? []).sort(),
          }
        : undefined,
    },
  ];
}
