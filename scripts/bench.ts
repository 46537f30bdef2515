import { parseArgs } from 'node:util';
import { benchByHand } from './bench/by-hand.ts';
import { benchCatalog } from './bench/catalog.ts';
import { benchDump } from './bench/dump.ts';
import { benchHelp } from './bench/help.ts';
import { benchRehearsal } from './bench/rehearsal.ts';
import { sizes } from './bench/sized-sandbox.ts';
import { benchSync } from './bench/sync.ts';
import { benchUpgrade, type UpgradeFigures } from './bench/upgrade.ts';

/**
 * Speed as ratios within one run. `npm run bench -- PART…` runs some parts; `--size million` fills the sandbox with a
 * million sessions first (parts dump and upgrade).
 */
const parts = ['help', 'catalog', 'sync', 'dump', 'rehearsal', 'upgrade', 'by-hand'] as const;
type Part = (typeof parts)[number];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { size: { type: 'string', default: 'sandbox' } },
});
const size = sizes.find((each) => each === values.size);
const unknown = positionals.find((word) => !parts.some((part) => part === word));
if (!size || unknown !== undefined) {
  process.stderr.write(
    `${unknown ?? values.size} is unknown\nnpm run bench -- [${parts.join('|')}]… [--size ${sizes.join('|')}]\n`,
  );
  process.exit(64);
}
const wants = (part: Part): boolean => positionals.length === 0 || positionals.includes(part);

if (wants('help')) {
  const { plain, help } = await benchHelp();
  const more = help - plain;
  console.log(`help: ${help} ms, node -e 0: ${plain} ms, ${more} ms more (at most 150)`);
}
if (wants('catalog')) {
  const { longest, shell, matrix } = await benchCatalog();
  for (const { policy, load, all } of longest) {
    console.log(
      `longest path, policy ${policy}: ${all.toFixed(0)} ms of CPU, ${load.toFixed(0)} of them for the catalog (at most 50)`,
    );
  }
  console.log(`path from the shell: ${shell.toFixed(0)} ms (at most 300)`);
  const { pairs, seconds, rssMb } = matrix;
  console.log(
    `schema matrix: ${pairs} pairs in ${seconds.toFixed(2)} s (at most 3), ${rssMb.toFixed(0)} MB (at most 300)`,
  );
}
if (wants('sync')) {
  const { seconds, first, whole, second } = await benchSync();
  const share = ((first / whole) * 100).toFixed(1);
  console.log(
    `catalog sync from nothing: ${seconds.toFixed(0)} s, ${first} of ${whole} bytes, ${share} % (at most 15); a second one ${second} bytes (at most 200000)`,
  );
}
if (wants('dump')) {
  const figures = await benchDump(size);
  for (const [what, { ours, byHand }] of Object.entries(figures)) {
    console.log(
      `${what}, ${size}: ${ours.toFixed(2)} s, by hand ${byHand.toFixed(2)} s; ${(byHand / ours).toFixed(2)} of its speed (at least 0.80)`,
    );
  }
}
if (wants('rehearsal')) {
  const seconds = await benchRehearsal();
  console.log(
    `rehearsal of 24.03.11 → 24.09.14 with warm environments: ${seconds.toFixed(1)} s (at most 30)`,
  );
}

/** The parts and the least of an upgrade. */
function unavoidable({ stop, sql, start }: UpgradeFigures): {
  readonly least: number;
  readonly text: string;
} {
  const text = `stop ${stop.toFixed(2)} + SQL ${sql.toFixed(2)} + start ${start.toFixed(2)}`;
  return { least: stop + sql + start, text };
}

let downtime: number | undefined;
if (wants('upgrade') || wants('by-hand')) {
  const runs = await benchUpgrade(size);
  for (const [which, figures] of Object.entries(runs)) {
    const { least, text } = unavoidable(figures);
    const [actual, predicted] = [figures.downtime, figures.predicted];
    console.log(
      `upgrade 24.03.11 → 24.09.6, ${size}, ${which} run: ${actual.toFixed(2)} s without service, predicted ${predicted.toFixed(2)} s; ${(actual / predicted).toFixed(2)} of it (0.80 to 1.20)`,
    );
    console.log(
      `  unavoidable ${least.toFixed(2)} s (${text}); ratio ${(actual / least).toFixed(2)} (at most 1.15 on the sandbox); the migrator beside its SQL ${figures.beside.toFixed(2)} s (at most 0.30)`,
    );
  }
  downtime = runs.second.downtime;
}
if (wants('by-hand') && size === 'sandbox') {
  const minor = await benchByHand({ from: '24.03.10', to: '24.03.11' });
  console.log(`by hand in the page's order, 24.03.10 → 24.03.11: ${minor.toFixed(1)} s without full service`);
  const hand = await benchByHand({ from: '24.03.11', to: '24.09.6' });
  console.log(
    `by hand in the page's order, 24.03.11 → 24.09.6: ${hand.toFixed(1)} s without service; ${(hand / (downtime ?? hand)).toFixed(1)} times ours (at least 4)`,
  );
}
