import { createRequire } from 'node:module';
import { hazardsOf } from './hangs-on-data.ts';
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

function told({ outcome, revision, why, drift, fixed }: TrialEnd): string {
  switch (outcome) {
    case 'right':
      return fixed
        ? `its migration went through in a recorded trial, after checks had fixed ${fixed.join(' and ')}`
        : 'its migration went through in a recorded trial with rows of ours';
    case 'wrong':
      return `in a recorded trial it left ${drift?.structural.length ?? 0} differences from a fresh install`;
    case 'failed':
      return `in a recorded trial it failed${revision ? ` at revision ${revision}` : ''}: ${why}`;
    case 'refused':
      return `it is not tried: ${why}`;
  }
}

/** What the end of a trial says of its hop. A failure on rows that a check asks for is no verdict on other databases. */
export function verdictOf(end: TrialEnd, hop: Pick<Hop, 'to' | 'route'>): TrialVerdict {
  const { outcome, revision } = end;
  const asked = hazardsOf(hop).some((hazard) => hazard.revision === revision);
  return { went: outcome === 'right', onData: outcome === 'failed' && asked, text: told(end) };
}

type Tried = Pick<Trial, 'from' | 'to'> & { readonly route: { readonly kind: string } };
const keyOf = ({ from, to, route }: Tried): string => `${from} ${to} ${route.kind}`;

/**
 * The recorded trial of a hop by the route that it has now; undefined where there is none. What it proves is the
 * migration of such rows, no more.
 */
export function trialOf({ from, to, route }: Pick<Hop, 'from' | 'to' | 'route'>): TrialVerdict | undefined {
  byHop ??= new Map(
    recordedTrials()
      .filter(({ spoiled }) => spoiled === undefined)
      .map((trial) => [keyOf(trial), trial]),
  );
  const found = byHop.get(keyOf({ from, to, route }));
  return found && verdictOf(found.baiup, { to, route });
}
