import { isManual } from '../../../core/path/is-manual.ts';
import type { Path } from '../../../core/path/path.ts';
import type { Finding } from '../../../lib/finding.ts';

/** One finding with the hops that it is said of, counted from 1; none for what is said of the whole path. */
export interface Note {
  readonly finding: Finding;
  readonly hops: readonly number[];
}

/** What is to be said beside a path, each thing once. */
export interface PathNotes {
  /** Steps that an operator takes; severity info is optional. */
  readonly manual: readonly Note[];
  /** Blockers and warnings of releases and hops. */
  readonly risks: readonly Note[];
  /** What baiup takes care of, or what only has to be known. */
  readonly settled: readonly Note[];
}

/** Findings about risks and steps, gathered over all hops, in order of the first hop; rules of the page stay with their hop. */
export function pathNotes({ hops }: Pick<Path, 'hops'>): PathNotes {
  const notes = new Map<string, { finding: Finding; hops: number[] }>();
  for (const [index, hop] of hops.entries()) {
    for (const finding of hop.findings) {
      if (finding.origin !== 'risk' && finding.origin !== 'manual') continue;
      const note = notes.get(finding.code) ?? { finding, hops: [] };
      note.hops.push(index + 1);
      notes.set(finding.code, note);
    }
  }
  const all = [...notes.values()];
  const manual = ({ finding }: Note) => isManual(finding);
  /** A step that a check looks for or a step of ours takes is nobody's to remember. */
  const open = ({ finding }: Note) => finding.severity !== 'info' && finding.origin === 'risk';
  const optional = ({ finding }: Note) => Number(finding.severity === 'info');
  return {
    manual: all.filter(manual).sort((a, b) => optional(a) - optional(b)),
    risks: all.filter((note) => !manual(note) && open(note)),
    settled: all.filter((note) => !manual(note) && !open(note)),
  };
}

/** "hop 3", "hops 2 and 3", "hops 1, 2 and 3". */
export function hopsText(hops: readonly number[]): string {
  const last = hops.at(-1);
  return hops.length < 2 ? `hop ${last}` : `hops ${hops.slice(0, -1).join(', ')} and ${last}`;
}
