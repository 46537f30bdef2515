import { benchByHand } from './bench/by-hand.ts';
import { benchCatalog } from './bench/catalog.ts';
import { benchHelp } from './bench/help.ts';
import { benchSync } from './bench/sync.ts';
import { benchUpgrade } from './bench/upgrade.ts';

/** Speed as ratios within one run. `bin/node scripts/bench.ts help|catalog|sync|upgrade|by-hand` runs a part. */
const wanted = process.argv[2];

if (!wanted || wanted === 'help') {
  const { plain, help } = await benchHelp();
  const more = help - plain;
  console.log(`help: ${help} ms, node -e 0: ${plain} ms, ${more} ms more (at most 150)`);
}
if (!wanted || wanted === 'catalog') {
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
if (!wanted || wanted === 'sync') {
  const { seconds, first, whole, second } = await benchSync();
  const share = ((first / whole) * 100).toFixed(1);
  console.log(
    `catalog sync from nothing: ${seconds.toFixed(0)} s, ${first} of ${whole} bytes, ${share} % (at most 15); a second one ${second} bytes (at most 200000)`,
  );
}
if (!wanted || wanted === 'upgrade' || wanted === 'by-hand') {
  const ours = await benchUpgrade();
  const { downtime, stop, sql, start } = ours;
  const least = stop + sql + start;
  console.log(
    `upgrade 24.03.11 → 24.09.4: ${downtime.toFixed(2)} s without service; unavoidable ${least.toFixed(2)} s ` +
      `(stop ${stop.toFixed(2)} + SQL ${sql.toFixed(2)} + start ${start.toFixed(2)}); ratio ${(downtime / least).toFixed(2)} (at most 1.25)`,
  );
  if (wanted !== 'upgrade') {
    const minor = await benchByHand({ from: '24.03.10', to: '24.03.11' });
    console.log(
      `by hand in the page's order, 24.03.10 → 24.03.11: ${minor.toFixed(1)} s without full service`,
    );
    const hand = await benchByHand({ from: '24.03.11', to: '24.09.4' });
    console.log(
      `by hand in the page's order, 24.03.11 → 24.09.4: ${hand.toFixed(1)} s without service; ${(hand / downtime).toFixed(1)} times ours (at least 4)`,
    );
  }
}
