import { createRequire } from 'node:module';
import type { Hop } from './path.ts';
import type { TrialEnd } from './trial.ts';

/** What a source's database held: what an installer leaves, or rows of ours in every state that the release knows. */
export const rowsOfTrials = ['installed', 'invented'] as const;
export type RowsOfTrial = (typeof rowsOfTrials)[number];

/** The migrations that were tried, by what a migration is: where a database stands, and what brings it further. */
export interface MigrationTrials {
  /** Releases whose databases stand at the same revisions, and which therefore lack the same of a target. */
  readonly sources: readonly (readonly string[])[];
  /** Releases with the same revisions, in equal files, whose fresh installs are equal. */
  readonly targets: readonly (readonly string[])[];
  /** By source, then by target: how many revisions ran, on rows of both kinds; 0 where that was not tried. */
  readonly ran: readonly (readonly number[])[];
  /** Those of them that did not go through. */
  readonly failed: readonly FailedMigration[];
}

/** A migration that did not go through. */
export interface FailedMigration {
  /** Places in the lists of sources and of targets. */
  readonly source: number;
  readonly target: number;
  readonly rows: RowsOfTrial;
  readonly end: TrialEnd;
}

interface Places {
  readonly trials: MigrationTrials;
  readonly sources: ReadonlyMap<string, number>;
  readonly targets: ReadonlyMap<string, number>;
}

const places = (groups: readonly (readonly string[])[]): ReadonlyMap<string, number> =>
  new Map(groups.flatMap((group, at) => group.map((version) => [version, at] as const)));

let known: Places | undefined;

/** The committed ones (`npm run trials -- --record`). */
export function recordedMigrations(): MigrationTrials {
  return createRequire(import.meta.url)('./migration-trials.generated.json') as MigrationTrials;
}

function placed(): Places {
  if (known) return known;
  const trials = recordedMigrations();
  known = { trials, sources: places(trials.sources), targets: places(trials.targets) };
  return known;
}

/**
 * How the migration that a hop runs ended on rows of both kinds: what did not go through, none where all did.
 * Undefined where it was not tried, or where it now runs other revisions.
 */
export function migrationTrial({
  from,
  to,
  route,
}: Pick<Hop, 'from' | 'to' | 'route'>): readonly FailedMigration[] | undefined {
  const { trials, sources, targets } = placed();
  const [source = -1, target = -1] = [sources.get(from), targets.get(to)];
  const ran = trials.ran[source]?.[target] ?? 0;
  if (ran === 0 || ran !== route.run.length) return undefined;
  return trials.failed.filter((each) => each.source === source && each.target === target);
}

/** The releases to which a trial is recorded of the migration from here, whatever they run now. */
export function triedFrom(from: string): (to: string) => boolean {
  const { trials, sources, targets } = placed();
  const row = trials.ran[sources.get(from) ?? -1] ?? [];
  return (to) => (row[targets.get(to) ?? -1] ?? 0) > 0;
}

/** What a hop's migration is the same as: hops of one name run the same files on databases that stand at the same. */
export function migrationOf({ from, to }: Pick<Hop, 'from' | 'to'>): string {
  const { sources, targets } = placed();
  return `${sources.get(from) ?? from} ${targets.get(to) ?? to}`;
}
