import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { schedule } from '../../src/core/plan/schedule.ts';
import { walkPlan } from '../../src/core/plan/walk.ts';
import { readRunPlan } from '../../src/io/journal/read-run-plan.ts';
import { root } from '../lib/baiup.ts';
import { leastSeconds } from './fleet/takes.ts';
import type { Size } from './sized-sandbox.ts';

const unlimited = { perHost: Number.POSITIVE_INFINITY, inAll: Number.POSITIVE_INFINITY };

/** What a command in a process of its own tells of itself. */
interface Told {
  readonly seconds: number;
  readonly rssMb: number;
  /** Seconds of processors. */
  readonly cpu: number;
  /** From the run's first event to its last; of `apply` only. */
  readonly wall?: number;
  /** From the first agent that turns in a wave to the last gate; of `apply` only. */
  readonly waves?: number;
}

export interface FleetFigures {
  readonly agents: number;
  /** Seconds: making the plan, and carrying it out. */
  readonly planned: number;
  readonly wall: number;
  /** Seconds of processors that carrying it out took, with all that comes before the first step. */
  readonly cpu: number;
  /** Seconds that hosts, services and database need at least, with as many at once as limits allow, and with all at once. */
  readonly critical: number;
  readonly longestChain: number;
  /** Of the larger of the two processes. */
  readonly rssMb: number;
  /** Bytes. */
  readonly plan: number;
  readonly journal: number;
}

/** The options that bin/baiup starts Node.js with: memory is measured as an operator has it, also with compiled code. */
async function nodeOptions(): Promise<string[]> {
  const script = await readFile(join(root, 'bin/baiup'), 'utf8');
  const [, words = ''] = /exec "\$node" ((?:--\S+ )*)/.exec(script) ?? [];
  return words.trim().split(' ');
}

async function child(home: string, ...words: string[]): Promise<Told> {
  const script = join(root, 'scripts/bench/fleet/child.ts');
  const compiled = join(home, 'cache/compiled');
  const env = { ...process.env, BAIUP_HOME: home, NODE_COMPILE_CACHE: compiled };
  const options = [...(await nodeOptions()), script, ...words];
  const started = spawn(process.execPath, options, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  started.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  const code = await new Promise((resolve) => started.once('close', resolve));
  if (code !== 0) throw new Error(`the fleet's ${words[0]} for ${words[1]} agents ended with ${code}`);
  return JSON.parse(text) as Told;
}

async function measure(agents: number): Promise<FleetFigures> {
  const home = await mkdtemp(join(tmpdir(), 'baiup-fleet-'));
  const planFile = join(home, 'plan.json');
  try {
    const planned = await child(home, 'plan', String(agents), planFile);
    const applied = await child(home, 'apply', String(agents), planFile);
    const [run = ''] = await readdir(join(home, 'runs'));
    const folder = join(home, 'runs', run);
    const steps = walkPlan(await readRunPlan(folder, undefined)).map(({ step }) => step);
    return {
      agents,
      planned: planned.seconds,
      wall: applied.wall ?? 0,
      cpu: applied.cpu,
      critical: schedule(steps, leastSeconds).seconds,
      longestChain: schedule(steps, leastSeconds, unlimited).seconds,
      rssMb: Math.max(planned.rssMb, applied.rssMb),
      plan: (await stat(planFile)).size,
      journal: (await stat(join(folder, 'journal.jsonl'))).size,
    };
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

/** Simulated agents, planned and carried out by the real planner and the real engine with a journal of files. */
export async function* benchFleet(size: Size): AsyncGenerator<FleetFigures> {
  for (const agents of size === 'smallest' ? [10] : [10, 100, 1000, 10_000]) yield await measure(agents);
}

/** Waves of agents: how long all took, and how long hosts and services need at least, wave after wave. */
export interface WaveFigures {
  readonly agents: number;
  readonly waves: number;
  readonly wall: number;
  readonly critical: number;
}

/** A minor hop of simulated agents in waves of ten percent, by the real planner and engine. */
export async function benchWaves(size: Size): Promise<WaveFigures> {
  const agents = size === 'smallest' ? 20 : 1000;
  const home = await mkdtemp(join(tmpdir(), 'baiup-waves-'));
  const planFile = join(home, 'plan.json');
  try {
    await child(home, 'plan', String(agents), planFile, 'waves');
    const applied = await child(home, 'apply', String(agents), planFile, 'waves');
    const [run = ''] = await readdir(join(home, 'runs'));
    const { hops } = await readRunPlan(join(home, 'runs', run), undefined);
    const waves = hops.flatMap(({ phases }) => phases.filter(({ wave }) => wave !== undefined));
    const critical = waves.reduce((sum, { steps }) => sum + schedule(steps, leastSeconds).seconds, 0);
    return { agents, waves: waves.length, wall: applied.waves ?? 0, critical };
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}
