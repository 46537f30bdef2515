import { openCluster } from '../../src/app/wiring/open-cluster.ts';
import { compareAnswers, missingOf } from '../../src/core/census/compare-answers.ts';
import { parseVersion } from '../../src/core/versions/parse-version.ts';
import { fill, type Size, withSandbox } from './sized-sandbox.ts';

export interface EqualFigures {
  readonly users: number;
  /** Seconds to ask before the stop, and to ask and compare after the start. */
  readonly before: number;
  readonly after: number;
  readonly answered: number;
  /** What was not answered, and why. */
  readonly unanswered: readonly string[];
  readonly lost: number;
}

/** How long the API takes to tell what users can list, on a sandbox with many users. */
export async function benchEqual(size: Size): Promise<EqualFigures> {
  const users = { smallest: 1_000, sandbox: 50_000, tenth: 50_000, million: 50_000 }[size];
  return withSandbox({ at: '24.03.11' }, async (file, folder) => {
    fill(file, ['--sessions', '1000', '--users', String(users), '--folders', '1000']);
    const cluster = await openCluster(file);
    const { apiAnswers, database, signal } = cluster.stepContext({ id: 'bench', folder });
    const start = performance.now();
    const before = await apiAnswers(signal);
    const asked = performance.now();
    const after = await apiAnswers(signal, before);
    const missing = missingOf(before, after);
    const held = missing.size === 0 ? new Map() : await database.stillHeld(missing);
    const release = parseVersion('24.03.11');
    const { lost } = compareAnswers(before, after, { from: release, to: release, held });
    const silent = before.filter(({ trouble }) => trouble !== undefined);
    return {
      users,
      before: (asked - start) / 1000,
      after: (performance.now() - asked) / 1000,
      answered: before.length - silent.length,
      unanswered: silent.map(({ what, who, trouble }) => `${what} of a ${who.role}: ${trouble}`),
      lost: lost.length,
    };
  });
}
