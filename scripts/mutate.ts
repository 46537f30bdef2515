// Changes the code on purpose and sees whether the tests of its room notice: `npm run mutate`.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './lib/baiup.ts';
import { scriptWords } from './lib/script-words.ts';

const rooms = ['core/schema', 'core/run', 'io/journal', 'app/steps', 'app/engine'] as const;
const least = 80;

const usage = `Changes the code on purpose, one place at a time, and sees whether the unit tests of its room fail.

npm run mutate -- [ROOM]… [--survivors]

  ROOM         ${rooms.join(', ')}; all of them unless told
  --survivors  names each change that no test noticed

It fails where less than ${least} % of all changes are noticed. Reports are kept in reports/.`;

interface Mutant {
  readonly status: string;
  readonly location: { readonly start: { readonly line: number } };
  readonly replacement?: string;
}

interface Report {
  readonly files: Readonly<Record<string, { readonly mutants: readonly Mutant[] }>>;
}

interface Score {
  readonly noticed: number;
  readonly all: number;
}

/** Folders of tests lie in memory where that can be: tests of the journal wait for the disk else. */
const inMemory = existsSync('/dev/shm') ? { TMPDIR: '/dev/shm' } : {};

const noticed = new Set(['Killed', 'Timeout']);
const unnoticed = new Set(['Survived', 'NoCoverage']);

/** Tries every change of a room. @returns undefined where Stryker could not do it */
function reportOf(room: string): Report | undefined {
  const file = join(root, 'reports', `${room.replace('/', '-')}.json`);
  const env = { ...process.env, ...inMemory, BAIUP_MUTATED_ROOM: room, BAIUP_MUTATION_REPORT: file };
  const words = [
    join(root, 'node_modules/@stryker-mutator/core/bin/stryker.js'),
    'run',
    'stryker.config.mjs',
  ];
  const { status } = spawnSync(process.execPath, words, {
    cwd: root,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return status === 0 ? (JSON.parse(readFileSync(file, 'utf8')) as Report) : undefined;
}

function tell(room: string, { files }: Report, withSurvivors: boolean): Score {
  const mutants = Object.values(files).flatMap((file) => file.mutants);
  const count = (among: ReadonlySet<string>): number =>
    mutants.filter(({ status }) => among.has(status)).length;
  const score = { noticed: count(noticed), all: count(noticed) + count(unnoticed) };
  console.log(`${room}: ${percent(score)} % of ${score.all} changes are noticed`);
  if (!withSurvivors) return score;
  for (const [file, { mutants: own }] of Object.entries(files)) {
    for (const { status, location, replacement = '' } of own) {
      if (!unnoticed.has(status)) continue;
      const instead = replacement.replace(/\s+/g, ' ').slice(0, 80);
      console.log(`  ${file}:${location.start.line} ${status}: ${instead}`);
    }
  }
  return score;
}

const percent = (score: Score): string => ((score.noticed / Math.max(1, score.all)) * 100).toFixed(1);

const { values, positionals, refuse } = scriptWords(usage, {
  allowPositionals: true,
  options: { survivors: { type: 'boolean', default: false } },
});
for (const word of positionals)
  if (!rooms.some((room) => room === word)) refuse(`${word} is no room for it.`);

const scores: Score[] = [];
for (const room of rooms) {
  if (positionals.length > 0 && !positionals.includes(room)) continue;
  const report = reportOf(room);
  if (report) scores.push(tell(room, report, values.survivors));
  else process.exitCode = 1;
}
const total = scores.reduce((a, b) => ({ noticed: a.noticed + b.noticed, all: a.all + b.all }), {
  noticed: 0,
  all: 0,
});
console.log(`all: ${percent(total)} % of ${total.all} changes are noticed (at least ${least})`);
if (Number(percent(total)) < least) process.exitCode = 1;
