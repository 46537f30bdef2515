import { expect, it } from 'vitest';
import type { WholeRun } from '../../../app/records/known-run.ts';
import { runDumps } from '../../../app/records/run-dumps.ts';
import type { StepView } from '../../../core/run/view.ts';
import { dumpLines, dumpsJson } from './dumps.ts';
import { runsJson, runsText } from './runs.ts';
import { simulatedView } from './simulated-view.ts';

const step = (id: string, result: unknown): StepView => ({
  step: id,
  hop: 0,
  title: id,
  state: 'done',
  result,
});
const away = { size: 2_000_000, host: 'db1', folder: '/there/hop-2.database.dump' };
const sha256 = 'f'.repeat(64);
const run = (...steps: StepView[]): WholeRun => ({
  kind: 'whole',
  run: 'r-1',
  id: '7f3a9c2e41b0',
  folder: '/runs/r-1',
  driver: undefined,
  view: simulatedView({ state: 'done', steps }),
  until: '',
});
const made = run(
  step('1.capture.database', { size: 1000 }),
  step('1.capture.database.c1', { size: 2000 }),
  step('1.capture.etcd', { size: 9 }),
  step('1.seal.database.c1', { files: 3, sha256 }),
  step('2.capture.database', away),
  step('2.seal.database', undefined),
  step('3.capture.database', undefined),
);

it('the dumps of a run are told with where they lie, how large they are, and their hashes', () => {
  const dumps = runDumps(made);
  expect(dumpLines(dumps)).toEqual([
    '  Dump before hop 1: /runs/r-1/hop-1.database.dump   1.0 kB, not sealed',
    '  Dump of c1 before hop 1: /runs/r-1/hop-1.c1.database.dump   2.0 kB, sha256 ffffffffffff…',
    '  Dump before hop 2: /there/hop-2.database.dump on db1   2.0 MB, not sealed',
  ]);
  expect(dumpsJson(dumps).slice(1)).toEqual([
    {
      hop: 1,
      database: 'c1',
      host: null,
      path: '/runs/r-1/hop-1.c1.database.dump',
      bytes: 2000,
      sha256,
      there: null,
    },
    { hop: 2, database: null, host: 'db1', path: away.folder, bytes: 2_000_000, sha256: null, there: null },
  ]);
});

it.each([
  [{ isThere: true }, 'is there'],
  [{ isThere: false }, 'is not there any more'],
  [{ isThere: undefined, why: 'db1 cannot be reached' }, 'cannot be looked for: db1 cannot be reached'],
])('one that was looked for is told with what was found: %o', (found, text) => {
  const [dump] = runDumps(made);
  expect(dumpLines(dump ? [{ ...dump, ...found }] : [])).toEqual([expect.stringMatching(`   ${text}$`)]);
});

it('runs are listed with the hosts that keep dumps of them', () => {
  expect(runsText([made])).toMatch(/ {3}dumps on db1$/);
  expect(runsText([run(step('1.capture.database', { size: 1000 }))])).not.toContain('dumps');
  expect(runsJson([made])).toMatchObject([{ dumps: [{ hop: 1 }, { database: 'c1' }, { host: 'db1' }] }]);
});
