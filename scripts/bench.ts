import { BaiupError } from '../src/lib/errors.ts';
import { benchAside } from './bench/aside.ts';
import { benchCatalog } from './bench/catalog.ts';
import { benchDrain } from './bench/drain.ts';
import { benchDump } from './bench/dump.ts';
import { benchEqual } from './bench/equal.ts';
import { benchFanout } from './bench/fanout.ts';
import { benchFleet, benchWaves } from './bench/fleet.ts';
import { benchHelp } from './bench/help.ts';
import { benchManual } from './bench/manual.ts';
import type { LoadCount } from './bench/minor/load.ts';
import { benchMinor } from './bench/minor.ts';
import { benchPage } from './bench/page.ts';
import { benchRehearsal } from './bench/rehearsal.ts';
import { type Size, sizes } from './bench/sized-sandbox.ts';
import { benchSync } from './bench/sync.ts';
import { type BenchedHop, benchUpgrade, type UpgradeFigures } from './bench/upgrade.ts';
import { benchWatchers } from './bench/watchers.ts';
import { benchWorkloads } from './bench/workloads.ts';
import { CommandFailed } from './lib/baiup.ts';
import { scriptWords } from './lib/script-words.ts';

const usage = (): string => `Speed as ratios within one run.

npm run bench -- [PART]… [--size ${sizes.join('|')}]

  PART     ${Object.keys(parts).join(', ')}; all of them unless told
  --size   smallest: each part once, on as little as it takes
           sandbox: as a sandbox comes up (the default)
           million: a million sessions first (parts dump, aside, workloads and upgrade)
           tenth: a hundred thousand`;

/** The parts and the least of an upgrade. */
function unavoidable({ stop, sql, start }: UpgradeFigures): {
  readonly least: number;
  readonly text: string;
} {
  const text = `stop ${stop.toFixed(2)} + SQL ${sql.toFixed(2)} + start ${start.toFixed(2)}`;
  return { least: stop + sql + start, text };
}

/** Seconds without service of the last upgrade in this run. */
let downtime: number | undefined;

async function help(size: Size): Promise<void> {
  const { plain, help: took } = await benchHelp(size);
  console.log(`help: ${took} ms, node -e 0: ${plain} ms, ${took - plain} ms more (at most 150)`);
}

async function catalog(size: Size): Promise<void> {
  const { longest, shell, matrix } = await benchCatalog(size);
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

async function sync(size: Size): Promise<void> {
  const { what, seconds, first, whole, second } = await benchSync(size);
  const share = ((first / whole) * 100).toFixed(1);
  console.log(
    `catalog sync of ${what}: ${seconds.toFixed(0)} s, ${first} of ${whole} bytes, ${share} % (at most 15); a second one ${second} bytes (at most 200000)`,
  );
}

async function dump(size: Size): Promise<void> {
  for (const [what, { ours, manual }] of Object.entries(await benchDump(size))) {
    console.log(
      `${what}, ${size}: ${ours.toFixed(2)} s, manually ${manual.toFixed(2)} s; ${(manual / ours).toFixed(2)} of its speed (at least 0.80)`,
    );
  }
}

async function aside(size: Size): Promise<void> {
  const { by, copy, stopAndStart, equal } = await benchAside(size);
  for (const [mode, { capture, downtime: down, back }] of Object.entries(by)) {
    console.log(
      `capture by ${mode}, ${size}: ${capture.toFixed(2)} s inside the stop, ${down.toFixed(2)} s without service; back in ${back.toFixed(2)} s`,
    );
    console.log(
      `  the same cluster stopped and started alone ${stopAndStart.toFixed(2)} s: the way back is ${(back / stopAndStart).toFixed(2)} of it${mode === 'aside' ? ' (at most 1.30)' : ''}`,
    );
  }
  const fastest = Math.min(by.dump.capture, copy);
  console.log(
    `  set aside inside the stop: ${(by.aside.capture / fastest).toFixed(2)} of the faster of dump (${by.dump.capture.toFixed(2)} s) and copy alone (${copy.toFixed(2)} s) (at most 1.10); owner, rights and settings ${equal ? 'as before' : 'DIFFER'}`,
  );
}

async function rehearsal(size: Size): Promise<void> {
  const { seconds, hop, warm } = await benchRehearsal(size);
  console.log(
    `rehearsal of ${hop}${warm ? ' with warm environments' : ''}: ${seconds.toFixed(1)} s (at most 30)`,
  );
}

/** The first is compared with the page's way. */
const hops: readonly [BenchedHop, ...BenchedHop[]] = [
  { from: '24.03.11', to: '24.09.4', parkedAtMost: 0.7 },
  {
    ...{ from: '26.03.3', to: '26.04.16', parkedAtMost: 0.5, accept: ['trusted-proxies'] },
    fix: 'database.user-rights',
  },
];

async function upgrade(size: Size): Promise<void> {
  for (const hop of size === 'smallest' ? hops.slice(0, 1) : hops) await upgradeBy(hop, size);
}

async function upgradeBy(hop: BenchedHop, size: Size): Promise<void> {
  const { cold, parked } = await benchUpgrade(size, hop);
  const { least, text } = unavoidable(cold);
  const ratio = (figures: UpgradeFigures): string => (figures.downtime / least).toFixed(2);
  for (const [which, figures] of Object.entries({ cold, parked })) {
    if (!figures) continue;
    const [actual, predicted] = [figures.downtime, figures.predicted];
    console.log(
      `upgrade ${hop.from} → ${hop.to}, ${size}, ${which}: ${actual.toFixed(2)} s without service, predicted ${predicted.toFixed(2)} s; ${(actual / predicted).toFixed(2)} of it (0.80 to 1.20)`,
    );
    console.log(
      `  the migrator beside its SQL ${figures.beside.toFixed(2)} s (at most 0.30); hold inside the stop ${figures.hold.toFixed(2)} s (at most 0.50); count afterwards ${figures.count.toFixed(2)} s (at most 10.00)`,
    );
  }
  console.log(
    `  unavoidable with cold starts ${least.toFixed(2)} s (${text}); ratio ${ratio(cold)} (at most 1.06 on the sandbox)`,
  );
  if (parked)
    console.log(
      `  with parked programs, slowest start ${parked.start.toFixed(2)} s; ratio ${ratio(parked)} (at most ${hop.parkedAtMost} on the sandbox)`,
    );
  if (hop === hops[0]) downtime = (parked ?? cold).downtime;
}

async function manual(size: Size): Promise<void> {
  const minor = await benchManual({ from: '24.03.10', to: '24.03.11' });
  console.log(
    `manually in the page's order, 24.03.10 → 24.03.11: ${minor.toFixed(1)} s without full service`,
  );
  if (size === 'smallest') return;
  if (downtime === undefined) await upgrade(size);
  const hand = await benchManual({ from: '24.03.11', to: '24.09.6' });
  console.log(
    `manually in the page's order, 24.03.11 → 24.09.6: ${hand.toFixed(1)} s without service; ${(hand / (downtime ?? hand)).toFixed(1)} times ours (at least 4)`,
  );
}

async function fleet(size: Size): Promise<void> {
  const mb = (bytes: number): string => (bytes / 1e6).toFixed(1);
  for await (const figures of benchFleet(size)) {
    const { agents, planned, wall, cpu, critical, longestChain, rssMb, plan, journal } = figures;
    const each = (bytes: number): string => `${mb(bytes)} MB, ${(bytes / agents).toFixed(0)} bytes an agent`;
    console.log(
      `fleet of ${agents}: ${wall.toFixed(1)} s, ${(wall / critical).toFixed(2)} of its critical path (at most 1.10 at 10000), peak ${rssMb.toFixed(0)} MB (at most 500); plan ${each(plan)}; journal ${each(journal)}`,
    );
    console.log(
      `  planned in ${planned.toFixed(1)} s; ${cpu.toFixed(1)} s of processor time to carry it out; critical path ${critical.toFixed(1)} s with as many steps at once as limits allow, ${longestChain.toFixed(1)} s without any`,
    );
  }
}

async function waves(size: Size): Promise<void> {
  const { agents, waves: count, wall, critical } = await benchWaves(size);
  console.log(
    `${agents} agents in ${count} waves: ${wall.toFixed(1)} s, ${(wall / critical).toFixed(2)} of the sum of the waves' critical paths, ${critical.toFixed(1)} s (at most 1.10)`,
  );
}

async function fanout(size: Size): Promise<void> {
  const { hosts, tasks, kex, ours, byOwnChoice, ansible } = await benchFanout(size);
  const ratio = (of: 'first' | 'second' | 'cpu', least: number): string =>
    `${ours[of].toFixed(2)} s, Ansible ${ansible[of].toFixed(2)} s; ${(ansible[of] / ours[of]).toFixed(1)} times less (at least ${least})`;
  console.log(`fan-out, ${tasks} tasks on ${hosts} hosts by SSH (${kex}): ${ratio('first', 10)}`);
  console.log(`  on open channels: ${ratio('second', 50)}`);
  console.log(`  processors on this side, first phase: ${ratio('cpu', 4)}`);
  console.log(
    `  processors on the far side, both phases: ${ours.farCpu.toFixed(1)} s, Ansible ${ansible.farCpu.toFixed(1)} s`,
  );
  console.log(
    `  ours by the key exchange that this OpenSSH takes by itself: ${byOwnChoice.first.toFixed(2)} s, ${byOwnChoice.cpu.toFixed(2)} s of processors on this side`,
  );
}

async function workloads(size: Size): Promise<void> {
  const { sessions, forms } = await benchWorkloads(size);
  for (const { form, seconds, cpu, rssMb, lines } of forms) {
    console.log(
      `workloads, ${sessions} sessions as ${form}: ${seconds.toFixed(2)} s (at most 5 for 100000), ${cpu.toFixed(2)} s of CPU, ${rssMb.toFixed(0)} MB (at most 200), ${lines} lines`,
    );
  }
}

async function equal(size: Size): Promise<void> {
  const { users, before, after, answered, unanswered, lost } = await benchEqual(size);
  console.log(
    `what users can list, ${users} users: ${before.toFixed(1)} s before the stop, ${after.toFixed(1)} s after it (at most 30); ${answered} questions answered, ${lost} differences`,
  );
  for (const what of unanswered) console.log(`  not answered: ${what}`);
}

async function drain(size: Size): Promise<void> {
  const { sessions, alone, drained } = await benchDrain(size);
  const ratio = (drained / alone).toFixed(2);
  console.log(
    `drain of ${sessions} sessions: ${drained.toFixed(2)} s, the manager alone ${alone.toFixed(2)} s; ${ratio} of it (at most 1.30 for 500)`,
  );
}

function loadLines(way: string, counts: readonly LoadCount[]): string[] {
  const sum = (of: 'lost' | 'sent'): number => counts.reduce((all, each) => all + each[of], 0);
  const told = (many: Readonly<Record<string, number>>): string =>
    Object.entries(many)
      .map(([name, count]) => `${count} ${name}`)
      .join(', ');
  return [
    `${way}: lost ${sum('lost')} of ${sum('sent')}`,
    ...counts.map(
      ({ target, connections, sent, lost, again, answeredBy, errors, slowest }) =>
        `  ${target}, ${connections} connections: lost ${lost} of ${sent}${lost > 0 ? ` (${told(errors)})` : ''}; answers by ${told(answeredBy)}; ${again} asked again on another connection; slowest ${slowest.toFixed(0)} ms`,
    ),
  ];
}

async function minor(size: Size): Promise<void> {
  const { hop, there, back, downtime, handsOver } = await benchMinor(size);
  console.log(
    `minor hop ${hop} at 200 requests a second, members turn beside their old programs; ${downtime.toFixed(1)} s without agents${handsOver ? '' : '; net.ipv4.tcp_migrate_req is 0 here, so what waits for a listener that closes is lost'}`,
  );
  for (const line of [...loadLines('there', there), ...loadLines('back', back)]) console.log(line);
}

async function watchers(size: Size): Promise<void> {
  const { watchers: count, events, told, written, server, report: made } = await benchWatchers(size);
  console.log(
    `${count} who look, ${events} events: told after ${told[0].toFixed(0)} ms, ${told[1].toFixed(0)} ms at the 99th percentile (at most 200)`,
  );
  console.log(
    `  writing an event takes ${written[1].toFixed(2)} ms, ${(written[1] / written[0]).toFixed(2)} of what it takes with nobody who looks`,
  );
  console.log(
    `  the server uses ${(server.share * 100).toFixed(0)} % of a processor, ${server.memory[0].toFixed(0)} MB early and ${server.memory[1].toFixed(0)} MB late`,
  );
  console.log(
    `report of ${made.hosts} hosts: ${made.megabytes.toFixed(1)} MB (at most 10), made in ${made.seconds.toFixed(1)} s`,
  );
}

async function page(size: Size): Promise<void> {
  const { hosts, seconds, events, share, heap, shown, opened } = await benchPage(size);
  console.log(
    `page, ${hosts} hosts, ${events} events in ${seconds.toFixed(0)} s: ${(share * 100).toFixed(1)} % of the main thread (at most 30); an event is shown after ${shown[0].toFixed(0)} ms, ${shown[1].toFixed(0)} ms at the 99th percentile (at most 200)`,
  );
  console.log(
    `  heap ${heap[0].toFixed(1)} MB early, ${heap[1].toFixed(1)} MB at the end; opened in ${opened.toFixed(1)} s`,
  );
}

const parts: Readonly<Record<string, (size: Size) => Promise<void>>> = {
  help,
  catalog,
  fleet,
  waves,
  fanout,
  sync,
  dump,
  aside,
  workloads,
  equal,
  drain,
  rehearsal,
  upgrade,
  minor,
  page,
  watchers,
  'by-hand': manual,
};

const { values, positionals, refuse } = scriptWords(usage(), {
  allowPositionals: true,
  options: { size: { type: 'string', default: 'sandbox' } },
});
const size = sizes.find((each) => each === values.size) ?? refuse(`There is no size ${values.size}.`);
for (const word of positionals) if (!(word in parts)) refuse(`There is no part ${word}.`);

for (const [name, measure] of Object.entries(parts)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  try {
    await measure(size);
  } catch (error) {
    if (!(error instanceof CommandFailed || error instanceof BaiupError)) throw error;
    process.stderr.write(`The part ${name} stopped: ${error.message}\n`);
    process.exitCode = 1;
  }
}
