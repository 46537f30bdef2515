import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import type { Plan, PlannedStep } from '../../core/plan/plan.ts';
import type { Asked } from '../../core/run/asked.ts';
import { simulatedStart } from '../../core/run/simulated-start.ts';
import { fileJournal } from '../../io/journal/file-journal.ts';
import { barrier } from '../steps/barrier.ts';
import { type AnyStep, nothingToUndo } from '../steps/step.ts';
import { inProcessEngine } from './in-process.ts';
import type { Drive } from './port.ts';
import { emptyContext, simulatedPlan } from './simulated-world.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-barrier-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const planned = (id: string, kind: string, needs: readonly string[] = []): PlannedStep => ({
  id,
  kind,
  title: id,
  params: kind === 'barrier' ? { what: id } : { id },
  needs: [...needs],
  hosts: [],
  estimate: 0,
});

/** Two and two with a barrier between them, and what is warmed up before the first. */
function planOf(last: PlannedStep): Plan {
  const plan = simulatedPlan(1);
  const steps = [
    planned('warm', 'warm'),
    planned('stop.a', 'turn', ['warm']),
    planned('stop.b', 'turn', ['warm']),
    planned('stopped', 'barrier', ['stop.a', 'stop.b']),
    planned('start.a', 'turn', ['stopped']),
    planned('start.b', 'turn', ['stopped']),
    planned('started', 'barrier', ['start.a', 'start.b']),
    last,
  ];
  const hops = plan.hops.map((hop) => ({
    ...hop,
    phases: [{ name: 'all', title: 'all', side: 'stopped' as const, steps }],
  }));
  return { ...plan, hops };
}

/** Steps that write down what is done and undone; the kind `bad` fails. */
function stepsOf(log: string[]): AnyStep[] {
  const params = z.strictObject({ id: z.string() });
  const turn: AnyStep = {
    kind: 'turn',
    params,
    title: ({ id }) => id,
    estimate: 1,
    probe: async () => 'todo',
    apply: async ({ id }) => void log.push(id),
    verify: async () => undefined,
    undo: async ({ id }) => void log.push(`undo ${id}`),
  };
  const warm = { ...turn, kind: 'warm', transient: true as const, undo: nothingToUndo };
  const bad = { ...turn, kind: 'bad', apply: () => Promise.reject(new Error('no')) };
  return [turn, warm, bad, barrier];
}

async function driven(plan: Plan, log: string[]): Promise<Drive> {
  const record = await fileJournal(folder, () => new Date()).create(plan);
  await record.append(simulatedStart(plan));
  return {
    record,
    steps: stepsOf(log),
    context: emptyContext(record.folder),
    asked: () => undefined,
    onEvent: () => undefined,
  };
}

it('holds the order on the way and on the way back, and nothing is told of it', async () => {
  const log: string[] = [];
  const drive = await driven(planOf(planned('bad', 'bad', ['started'])), log);
  expect(await inProcessEngine.advance(drive)).toMatchObject({ state: 'failed' });
  const undone = log.slice(5);
  expect(log.slice(0, 5)).toEqual(['warm', 'stop.a', 'stop.b', 'start.a', 'start.b']);
  expect(undone.slice(1, 3).sort()).toEqual(['undo start.a', 'undo start.b']);
  expect(undone.slice(3).sort()).toEqual(['undo stop.a', 'undo stop.b']);
  const told = (await drive.record.events()).flatMap((event) => ('step' in event ? [event.step] : []));
  expect(told).not.toContain('stopped');
});

it('is no step that a hop waits for, and needs nothing again that is done', async () => {
  const log: string[] = [];
  const drive = await driven(planOf(planned('last', 'turn', ['started'])), log);
  let asked: Asked | undefined;
  const onEvent: Drive['onEvent'] = (event) => {
    if (event.kind === 'step.finished' && event.step === 'stop.b') {
      asked = { what: 'pause', who: 'ana', why: 'lunch', at: event.at };
    }
  };
  expect(await inProcessEngine.advance({ ...drive, asked: () => asked, onEvent })).toMatchObject({
    state: 'stopped',
  });
  expect(await inProcessEngine.advance(drive)).toMatchObject({ state: 'done', hops: [{ state: 'done' }] });
  expect(log).toEqual(['warm', 'stop.a', 'stop.b', 'start.a', 'start.b', 'last']);
});
