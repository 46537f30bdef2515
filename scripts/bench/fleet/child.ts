import { type ApplyRequest, applyOn } from '../../../src/app/actions/apply.ts';
import { planOn } from '../../../src/app/actions/plan.ts';
import { readPlan } from '../../../src/app/records/read-plan.ts';
import { planText as fileText } from '../../../src/core/plan/plan-text.ts';
import { parseVersion } from '../../../src/core/versions/parse-version.ts';
import { writeFileAtomic } from '../../../src/lib/atomic-file.ts';
import { waitsUnderWay } from '../../../src/lib/waiting.ts';
import { startProgress } from '../../../src/ui/cli/progress.ts';
import { planText } from '../../../src/ui/cli/views/plan.ts';
import { runProgress } from '../../../src/ui/cli/views/run-progress.ts';
import { fleetCluster } from './fleet-cluster.ts';

/** One command of the bench in a process of its own, as an operator has it: `plan` or `apply`, agents, plan file, and `waves` for a minor hop in waves. */
const [verb, agents, planFile = '', how = ''] = process.argv.slice(2);
const isInWaves = how === 'waves';
const [from, to] = (isInWaves ? ['24.03.10', '24.03.11'] : ['24.03.11', '24.09.4']).map(parseVersion) as [
  ReturnType<typeof parseVersion>,
  ReturnType<typeof parseVersion>,
];
const waves = isInWaves
  ? ({ size: { by: 'percent', percent: 10 }, bake: 0, failures: 0 } as const)
  : undefined;
const cluster = fleetCluster(Number(agents), from);
const start = performance.now();
const secondsSince = (since: number): number => (performance.now() - since) / 1000;
const plain = (_style: unknown, text: string): string => text;

async function plan() {
  const planned = await planOn(cluster, to, {
    policy: 'page',
    windows: 'each',
    accept: [],
    leaveFiles: false,
    waves,
  });
  if (planned.kind !== 'plan') throw new Error(JSON.stringify(planned));
  planText(planned.plan, planned.rehearsed, plain);
  await writeFileAtomic(planFile, fileText(planned.plan));
  return {};
}

/** What a terminal of ordinary width would have been sent; nobody reads it. */
function terminal() {
  let bytes = 0;
  const write = (text: string): void => {
    bytes += text.length;
  };
  const progress = startProgress({
    write,
    live: true,
    columns: 120,
    isBehind: () => false,
    quiet: false,
    paint: plain,
    waits: waitsUnderWay,
    now: Date.now,
  });
  return { onEvent: runProgress(progress), end: () => progress.stop(), bytes: () => bytes };
}

async function apply() {
  const shown = terminal();
  let began = start;
  let ended = start;
  let turned = start;
  let watched = start;
  const request: ApplyRequest = {
    planFile,
    clusterFile: undefined,
    yes: true,
    accept: [],
    asked: () => undefined,
    onAsked: () => undefined,
    onEvent: (event) => {
      if (event.kind === 'run.started') began = performance.now();
      if (event.kind === 'run.finished') ended = performance.now();
      // The first wave begins once the session that proves all else has ended; a gate ends the last one.
      if (event.kind === 'step.started' && event.inWave && turned === start) turned = performance.now();
      if (event.kind === 'step.finished' && event.step.includes('.gate.wave-')) watched = performance.now();
      shown.onEvent(event);
    },
  };
  const applied = await readPlan(planFile).then((given) => applyOn(cluster, given, request));
  shown.end();
  if (applied.kind !== 'run' || applied.view.state !== 'done') throw new Error(JSON.stringify(applied));
  return { wall: (ended - began) / 1000, waves: (watched - turned) / 1000, run: applied.view.run };
}

const figures = await (verb === 'plan' ? plan() : apply());
const { user, system } = process.cpuUsage();
const cpu = (user + system) / 1e6;
const rssMb = process.resourceUsage().maxRSS / 1024;
process.stdout.write(JSON.stringify({ ...figures, seconds: secondsSince(start), cpu, rssMb }));
