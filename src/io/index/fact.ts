import type { EntryPoints, Revision } from '../../core/catalog/release.ts';
import type { Knowledge } from './knowledge.ts';

/** One thing learned by reading; files are named by their checksum. JSON. */
export type Fact =
  | { readonly kind: 'revision'; readonly file: string; readonly revision: Revision | null }
  | { readonly kind: 'entry-points'; readonly file: string; readonly entryPoints: EntryPoints | null }
  | {
      readonly kind: 'wheel';
      readonly sha256: string;
      readonly size: number;
      readonly packed?: string | undefined;
      readonly python?: string | undefined;
      readonly entryPoints?: string | undefined;
      readonly history?:
        | { readonly revisions: readonly string[]; readonly dumps: readonly string[] }
        | undefined;
    };

/** Adds a fact to what is known. A wheel that holds a file not known yet is passed over: it must be read again. */
export function learn(knowledge: Knowledge, fact: Fact): void {
  switch (fact.kind) {
    case 'revision':
      knowledge.revisionFiles.set(fact.file, fact.revision);
      return;
    case 'entry-points':
      knowledge.entryPointFiles.set(fact.file, fact.entryPoints);
      return;
    case 'wheel': {
      const { sha256, size, packed, python, history } = fact;
      if (!isComplete(knowledge, fact)) return;
      const set = fact.entryPoints === undefined ? null : knowledge.entryPointFiles.get(fact.entryPoints);
      knowledge.wheels.set(sha256, {
        ...{ size, packed, python },
        entryPoints: set ?? undefined,
        history: history && historyOf(knowledge, history),
      });
      return;
    }
    default:
      fact satisfies never;
  }
}

function isComplete(
  { revisionFiles, entryPointFiles }: Knowledge,
  { entryPoints, history }: Extract<Fact, { kind: 'wheel' }>,
): boolean {
  if (entryPoints !== undefined && !entryPointFiles.has(entryPoints)) return false;
  return history === undefined || history.revisions.every((file) => revisionFiles.has(file));
}

function historyOf(
  { revisionFiles }: Knowledge,
  { revisions: files, dumps }: { readonly revisions: readonly string[]; readonly dumps: readonly string[] },
) {
  const revisions = files.flatMap((file) => revisionFiles.get(file) ?? []);
  const built = new Set(revisions.flatMap(({ down }) => down));
  const heads = revisions.map(({ id }) => id).filter((id) => !built.has(id));
  return { schema: { heads: heads.sort(), revisions }, dumps };
}
