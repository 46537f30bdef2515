import { createRequire } from 'node:module';
import { hazardsOf } from './hangs-on-data.ts';
import { migrationTrial } from './migration-trials.ts';
import type { Hop } from './path.ts';
import type { Trial, TrialEnd } from './trial.ts';

let trials: readonly Trial[] | undefined;
let byHop: ReadonlyMap<string, Trial> | undefined;

/** The committed trials (`npm run trials -- --record`); read when first asked for. */
export function recordedTrials(): readonly Trial[] {
  trials ??= createRequire(import.meta.url)('./trials.generated.json') as readonly Trial[];
  return trials;
}

/** What a recorded trial of a hop says. */
export interface TrialVerdict {
  /** Whether the computed route brought the database to what a fresh install has. */
  readonly went: boolean;
  /** Whether it failed on rows of the trial, for which a check asks the database: no verdict on others' rows. */
  readonly onData: boolean;
  /** Half a sentence. */
  readonly text: string;
}

function told({ outcome, revision, why, drift, lost = [], fixed, asked }: TrialEnd): string {
  switch (outcome) {
    case 'right':
      return fixed
        ? `its migration went through in a recorded trial, after checks had fixed ${fixed.join(' and ')}`
        : 'its migration went through in a recorded trial with rows of ours';
    case 'wrong':
      return `in a recorded trial it left ${(drift?.structural.length ?? 0) + lost.length} differences that nobody explains`;
    case 'failed':
      return `in a recorded trial it failed${revision ? ` at revision ${revision}` : ''}: ${why}`;
    case 'refused':
      return asked ? `the check ${asked} found rows of its trial: ${why}` : `it is not tried: ${why}`;
  }
}

/** What the end of a trial says of its hop. A failure on rows that a check asks for is no verdict on other databases. */
export function verdictOf(end: TrialEnd, hop: Pick<Hop, 'to' | 'route'>): TrialVerdict {
  const { outcome, revision, asked } = end;
  const isAsked = hazardsOf(hop).some((hazard) => hazard.revision === revision);
  const onData = outcome === 'failed' ? isAsked : asked !== undefined;
  return { went: outcome === 'right', onData, text: told(end) };
}

type Tried = Pick<Trial, 'from' | 'to'> & { readonly route: { readonly kind: string } };
const keyOf = ({ from, to, route }: Tried): string => `${from} ${to} ${route.kind}`;

/** Of several trials of one hop the one that decides: what failed, rather than what hung on its rows, rather than what went. */
function decisive(verdicts: readonly TrialVerdict[]): TrialVerdict | undefined {
  const wrong = verdicts.filter(({ went }) => !went);
  return wrong.find(({ onData }) => !onData) ?? wrong[0] ?? verdicts[0];
}

const onBoth: TrialVerdict = {
  went: true,
  onData: false,
  text: 'its migration went through in recorded trials, on what an installer leaves and on rows of ours',
};

function ownTrials(): ReadonlyMap<string, Trial> {
  byHop ??= new Map(
    recordedTrials()
      .filter(({ spoiled }) => spoiled === undefined)
      .map((trial) => [keyOf(trial), trial]),
  );
  return byHop;
}

/**
 * What recorded trials say of a hop by the route that it has now: those of the hop itself, and those of the same
 * migration between other releases. Undefined where there is none. What they prove is the migration of such rows, no more.
 */
export function trialOf(hop: Pick<Hop, 'from' | 'to' | 'route'>): TrialVerdict | undefined {
  const own = ownTrials().get(keyOf(hop));
  const same = migrationTrial(hop);
  return decisive([
    ...(own ? [verdictOf(own.baiup, hop)] : []),
    ...(same ?? []).map(({ end }) => verdictOf(end, hop)),
    ...(same ? [onBoth] : []),
  ]);
}

/** Whether nothing that a hop runs is untried: a trial of it is recorded, or it runs no revision. */
export function isTried(hop: Pick<Hop, 'from' | 'to' | 'route'>): boolean {
  return hop.route.run.length === 0 || trialOf(hop) !== undefined;
}
