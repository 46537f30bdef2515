// Tries hops on real packages: the page's procedure and baiup's route, each on a copy of a database with rows of ours.
import { withRehearsalFolder } from '../src/app/rehearsal/rehearsal-folder.ts';
import { everyPair } from '../src/core/catalog/every-pair.ts';
import { loadCatalog } from '../src/core/catalog/load-catalog.ts';
import { type Policy, policies } from '../src/core/path/path.ts';
import type { Trial } from '../src/core/path/trial.ts';
import { messageOf } from '../src/lib/errors.ts';
import { scriptWords } from './lib/script-words.ts';
import { countText } from './trials/count-text.ts';
import { seeInstalls, unseenInstalls } from './trials/fresh-installs.ts';
import { allHops, type HopOfTrial, hopNamed, spoiledHops } from './trials/hops.ts';
import { openLab } from './trials/lab.ts';
import { migrationList } from './trials/migration-list.ts';
import { groupsOf } from './trials/migrations.ts';
import { printedHops } from './trials/printed-hops.ts';
import { recordTrials } from './trials/record.ts';
import { recordMigrations } from './trials/record-migrations.ts';
import { keepResult, keptResult } from './trials/results.ts';
import { describeTrial, failsUnexpectedly, tellMigration, tellTrial } from './trials/tell.ts';
import { releasesOf, tryHop } from './trials/trial.ts';
import { tryMigrations } from './trials/try-migrations.ts';

const usage = `Tries hops on real packages: the page's procedure and baiup's route, each on a copy of one database.

npm run trials -- [--hop FROM:TO]… [--spoiled] [--list] [--afresh] [--record] [--count]
npm run trials -- --policy page|schema [--limit N] [--afresh]
npm run trials -- --installs

  --hop      tries this hop again: 23.09.10:24.03.11; every hop that was not tried yet unless told
  --spoiled  hops whose database has rows that a revision fails on
  --list     the hops, and how each went
  --afresh   tries again what was tried before
  --record   keeps the results in the code and in docs/trials.md
  --count    how many hops \`baiup path\` can print for any two releases, and how many of them were tried
  --policy   tries each migration that those hops run, on what an installer leaves and on rows of ours; goes on
             where it was cut
  --limit    so many at most; with --afresh also those that did not go through
  --installs makes a fresh install of each release whose models nobody has seen: which releases are one to a migration`;

const { values, refuse } = scriptWords(usage, {
  options: {
    hop: { type: 'string', multiple: true, default: [] },
    spoiled: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
    afresh: { type: 'boolean', default: false },
    record: { type: 'boolean', default: false },
    count: { type: 'boolean', default: false },
    policy: { type: 'string' },
    limit: { type: 'string', default: '100000' },
    installs: { type: 'boolean', default: false },
  },
});
const catalog = loadCatalog();
const named = values.hop.map(
  (text) => hopNamed(catalog, text) ?? refuse(`${text} names no hop between two releases.`),
);
const hops = named.length > 0 ? named : values.spoiled ? spoiledHops(catalog) : allHops(catalog);

if (values.list) {
  for (const { from, to, kind, bad } of hops) {
    const kept = await keptResult(from.version, to.version, bad?.code);
    console.log(
      `${from.version} → ${to.version}`.padEnd(22),
      kind.padEnd(9),
      kept ? describeTrial(kept) : 'not tried yet',
    );
  }
} else if (values.count) {
  console.log(countText(printedHops(catalog, everyPair(catalog))));
} else if (values.installs || values.policy !== undefined) {
  await migrationTrials(policies.find((each) => each === values.policy));
} else if (values.record) {
  const { tried, failed } = await recordMigrations(catalog);
  console.log(`${tried} migrations are recorded, ${failed} of them did not go through`);
  console.log(`${await recordTrials(catalog)} trials are recorded`);
} else {
  const trials = await tryAll(hops, values.afresh || named.length > 0);
  process.exitCode = trials.every((trial) => trial && !failsUnexpectedly(catalog, trial)) ? 0 : 1;
}

/** Two at a time; what was tried before is not tried again. */
async function tryAll(all: readonly HopOfTrial[], afresh: boolean): Promise<(Trial | undefined)[]> {
  const cut = new AbortController();
  process.once('SIGINT', () => cut.abort(new Error('cut by Ctrl-C')));
  return withRehearsalFolder(async (folder) => {
    const lab = await openLab(folder, cut.signal);
    const releases = releasesOf(lab, cut.signal);
    const results: (Trial | undefined)[] = [];
    const waiting = [...all.entries()];
    const lane = async (): Promise<void> => {
      for (let next = waiting.shift(); next && !cut.signal.aborted; next = waiting.shift()) {
        const [at, { from, to, bad }] = next;
        const where = `[${at + 1}/${all.length}]`;
        const kept = afresh ? undefined : await keptResult(from.version, to.version, bad?.code);
        const began = performance.now();
        try {
          const trial = kept ?? (await tryHop({ lab, releases, from, to, bad, signal: cut.signal }));
          results[at] = trial;
          await keepResult(trial);
          const took = kept ? 'kept' : `${((performance.now() - began) / 1000).toFixed(0)} s`;
          console.log(`${where} ${tellTrial(trial, all.length === 1)} (${took})`);
        } catch (error) {
          console.log(`${where} ${from.version} → ${to.version}: could not be tried: ${messageOf(error)}`);
        }
      }
    };
    await Promise.all([lane(), lane()]);
    return results;
  });
}

/** Without a policy only the fresh installs that tell which releases are one to a migration. */
async function migrationTrials(policy: Policy | undefined): Promise<void> {
  if (values.policy !== undefined && !policy) refuse(`--policy ${values.policy} is neither page nor schema`);
  const cut = new AbortController();
  process.once('SIGINT', () => cut.abort(new Error('cut by Ctrl-C')));
  await withRehearsalFolder(async (folder) => {
    const lab = await openLab(folder, cut.signal);
    if (!policy) return seeInstalls(lab, await unseenInstalls(catalog), console.log, cut.signal);
    const groups = await groupsOf(catalog);
    const began = performance.now();
    await tryMigrations(migrationList(catalog, groups, policy), {
      ...{ lab, groups, folder, signal: cut.signal, afresh: values.afresh, limit: Number(values.limit) },
      tell: (result, done, all) => {
        const minutes = (((performance.now() - began) / done) * (all - done)) / 60_000;
        console.log(`[${done}/${all}] ${tellMigration(result)}; ${minutes.toFixed(0)} min to go`);
      },
      refuse: (what, why) => console.log(`${what}: could not be tried: ${why}`),
    });
  });
}
