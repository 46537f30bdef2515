import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { baiup, baiupJson, CommandFailed } from './lib/baiup.ts';
import { scriptWords } from './lib/script-words.ts';
import type { RunShown, SandboxUp, StepShown } from './lib/shapes.ts';

/**
 * A real cluster, upgraded over a minor and a major hop, and proven. `--keep` leaves it up.
 * Recorded on a two-core machine by `npm run bench` (bench:by-hand): the same hops manually in the page's order.
 */
const manualSeconds: Readonly<Record<string, number>> = {
  '24.03.10 → 24.03.11': 60.2,
  '24.03.11 → 24.09.4': 74.9,
};

const { values } = scriptWords(
  `Brings up a real cluster on this machine, upgrades it, proves that it worked, and removes it again.

npm run demo -- [--keep]

  --keep   leaves the cluster up`,
  { options: { keep: { type: 'boolean', default: false } } },
);
const { keep } = values;
const name = 'demo';

const say = (text: string): void => console.log(`\n▌ ${text}\n`);
const cell = (text: string | number, width: number): string => String(text).padEnd(width);

/** Seconds from the first of some steps beginning to the last of them ending. */
function span(steps: readonly StepShown[]): string {
  if (steps.length === 0) return '–';
  const begins = steps.map(({ started }) => Date.parse(started));
  const ends = steps.map(({ started, seconds }) => Date.parse(started) + seconds * 1000);
  return ((Math.max(...ends) - Math.min(...begins)) / 1000).toFixed(1);
}

const ofKind = (verb: string) => (step: StepShown) => step.step.split('.')[1] === verb;

function table(shown: RunShown, upSeconds: number): string {
  const verbs = ['warm', 'stop', 'capture', 'migrate', 'switch', 'start', 'prove'];
  const rows = shown.hops.map(({ from, to, downtime }, hop) => {
    const hand = manualSeconds[`${from} → ${to}`];
    const steps = shown.steps.filter((step) => step.hop === hop);
    const cells = verbs.map((verb) => cell(span(steps.filter(ofKind(verb))), 9)).join('');
    return `${cell(`${from} → ${to}`, 22)}${cells}${cell(downtime.toFixed(1), 10)}${hand === undefined ? '–' : `${hand} (recorded)`}`;
  });
  return [
    `Cluster up in ${upSeconds.toFixed(0)} s; all environments staged beforehand in ${span(shown.steps.filter(ofKind('stage')))} s.`,
    'Seconds, from the first of a kind to the last; downtime is until every service answers again:',
    '',
    `${cell('hop', 22)}${verbs.map((verb) => cell(verb, 9)).join('')}${cell('downtime', 10)}manually, page's order`,
    ...rows,
  ].join('\n');
}

async function demo(folder: string): Promise<void> {
  const plan = join(folder, 'plan.json');
  const start = performance.now();
  say('A real cluster at 24.03.10: PostgreSQL, Redis, etcd, manager, agent, storage-proxy, webserver');
  const { cluster } = await baiupJson<SandboxUp>(['sandbox', 'up', '--at', '24.03.10', '--name', name]);
  const upSeconds = (performance.now() - start) / 1000;

  say('The plan to 24.09.4: nothing is changed yet');
  await baiup('plan', '24.09.4', '--cluster', cluster, '-o', plan);

  say("The rehearsal, on a copy of the cluster's own data");
  await baiup('rehearse', plan, '--cluster', cluster);

  say('The upgrade');
  await baiup('apply', plan, '--cluster', cluster, '--yes');

  say('What runs now');
  await baiup('status', '--cluster', cluster);
  const [last] = (await baiupJson<{ run: string }[]>(['runs'])).slice(-1);
  if (!last) throw new Error('the upgrade left no run in the journal');
  const shown = await baiupJson<RunShown>(['show', last.run]);
  console.log(`\n${table(shown, upSeconds)}`);
  if (keep)
    say(`Kept: baiup status --cluster ${cluster}   back: baiup rollback ${last.run} --cluster ${cluster}`);
}

const folder = await mkdtemp(join(tmpdir(), 'baiup-demo-'));
try {
  await demo(folder);
} catch (error) {
  if (!(error instanceof CommandFailed)) throw error;
  console.error(`\nThe demo stopped: ${error.message}`);
  process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true, force: true });
  if (!keep) await baiup('sandbox', 'down', '--name', name).catch(() => undefined);
}
