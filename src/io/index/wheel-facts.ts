import { parseEntryPoints } from '../../core/catalog/parse-entry-points.ts';
import { parseRevision } from '../../core/catalog/parse-revision.ts';
import type { PackageName } from '../../core/catalog/release.ts';
import type { Fact } from './fact.ts';
import type { Knowledge } from './knowledge.ts';
import { pythonOf } from './python-of.ts';
import type { WheelBytes } from './wheel-bytes.ts';
import { lastEntries, type ZipEntry, zipDirectory, zipEnd } from './zip-directory.ts';
import { zipTexts } from './zip-texts.ts';

/** By what a file is known again in another wheel: its CRC-32 and its size, hexadecimal. */
function checksum({ crc32, size }: Pick<ZipEntry, 'crc32' | 'size'>): string {
  return `${crc32.toString(16).padStart(8, '0')}-${size.toString(16)}`;
}

/** Where the wheels that carry a database history keep it. */
const folders = {
  manager: 'ai/backend/manager/models/alembic/',
  'appproxy-coordinator': 'ai/backend/appproxy/coordinator/models/alembic/',
} as const;
type Historian = keyof typeof folders;

/** Whether a distribution carries a database history. */
export function isHistorian(name: PackageName): name is Historian {
  return name in folders;
}

/** The revisions and the dumps of other releases' histories that a wheel carries. */
function historyIn(entries: readonly ZipEntry[], historian: Historian) {
  const folder = folders[historian];
  const dump = new RegExp(`^${folder}revision_history/(.+)\\.json$`);
  return {
    revisions: entries.filter(({ name }) => name.startsWith(`${folder}versions/`) && name.endsWith('.py')),
    dumps: entries.flatMap(({ name }) => dump.exec(name)?.[1] ?? []).sort(),
  };
}

const inDistInfo = ({ name }: ZipEntry, file: string) => name.endsWith(`.dist-info/${file}`);

export interface WheelRequest {
  readonly wheel: WheelBytes;
  readonly sha256: string;
  /** Its distribution. */
  readonly name: PackageName;
  /** Whether nothing else tells the Python that it runs on. */
  readonly wantsPython: boolean;
}

/**
 * Reads what is new in a wheel: its directory, and of the files that matter only those not known by their checksum.
 * A wheel without a history is read at its end only, where `.dist-info` lies.
 * @returns facts in the order in which they must be learned, the wheel's own last
 */
export async function wheelFacts(
  { wheel, sha256, name, wantsPython }: WheelRequest,
  known: Pick<Knowledge, 'revisionFiles' | 'entryPointFiles'>,
): Promise<readonly Fact[]> {
  const end = await zipEnd(wheel);
  const last = lastEntries(end);
  const seesDistInfo = last.some((entry) => !entry.name.includes('.dist-info/'));
  const isWhole = isHistorian(name) || !seesDistInfo;
  const entries = isWhole ? await zipDirectory(end) : last;
  const history = isHistorian(name) ? historyIn(entries, name) : undefined;
  const revisions = history?.revisions ?? [];
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
      history: history && { ...history, revisions: revisions.map(checksum) },
    },
  ];
}
