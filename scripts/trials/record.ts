import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Catalog } from '../../src/core/catalog/catalog.ts';
import { recordedMigrations } from '../../src/core/path/migration-trials.ts';
import type { Trial } from '../../src/core/path/trial.ts';
import { recordedTrials } from '../../src/core/path/trials.ts';
import { root } from '../lib/baiup.ts';
import { allHops } from './hops.ts';
import { keptResult } from './results.ts';
import { trialsPage } from './table.ts';

const nameOf = ({ from, to, spoiled = '' }: Pick<Trial, 'from' | 'to' | 'spoiled'>): string =>
  `${from}:${to}:${spoiled}`;

/** Whether a trial is of two lines that follow each other. */
export function isConsecutive(catalog: Catalog): (trial: Trial) => boolean {
  const names = new Set(
    allHops(catalog).flatMap(({ from, to, kind }) =>
      kind === 'major' ? [nameOf({ from: from.version, to: to.version })] : [],
    ),
  );
  return ({ from, to }) => names.has(nameOf({ from, to }));
}

const rounded = (trial: Trial): string =>
  JSON.stringify(trial, (key, value) => (key === 'seconds' ? Math.round(Number(value) * 10) / 10 : value));

/** Commits what the trials of this machine saw: the newest of each hop, in the order of the list. */
export async function recordTrials(catalog: Catalog): Promise<number> {
  const before = new Map(recordedTrials().map((trial) => [nameOf(trial), trial]));
  const found: Trial[] = [];
  for (const { from, to, bad } of allHops(catalog)) {
    const kept = await keptResult(from.version, to.version, bad?.code);
    const name = nameOf({ from: from.version, to: to.version, ...(bad ? { spoiled: bad.code } : {}) });
    const trial = kept ?? before.get(name);
    if (trial) found.push(trial);
  }
  const lines = found.map(rounded).join(',\n');
  writeFileSync(join(root, 'src/core/path/trials.generated.json'), `[\n${lines}\n]\n`);
  const rounds = JSON.parse(`[${lines}]`) as Trial[];
  writeFileSync(
    join(root, 'docs/trials.md'),
    trialsPage(rounds, recordedMigrations(), isConsecutive(catalog)),
  );
  return found.length;
}
