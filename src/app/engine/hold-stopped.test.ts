import { describe, expect, it } from 'vitest';
import type { RunEvent, RunFact } from '../../core/run/event.ts';
import { BaiupError } from '../../lib/errors.ts';
import type { AnyStep, Probed } from '../steps/step.ts';
import { holdStopped } from './hold-stopped.ts';
import type { Drive } from './port.ts';
import type { Trouble } from './trouble.ts';
import type { StepBack, WayBack } from './way-back.ts';

interface Given {
  /** What is left to undo; all unless told. */
  readonly pending?: readonly string[];
  readonly reopened?: readonly string[];
  readonly overwritten?: readonly string[];
  /** What a probe of the stop finds. */
  readonly probed?: Probed;
  /** What the old service does where it is looked at. */
  readonly looks?: () => Promise<void>;
  readonly stops?: () => Promise<void>;
}

/** The way back from: stop m1, then a capture, then a migration; and a start of a1 that needs the stop too. */
async function held(given: Given) {
  const { probed = 'todo', looks = async () => undefined, stops = async () => undefined } = given;
  const log: unknown[] = [];
  const needs = new Map([
    ['stop', []],
    ['capture', ['stop']],
    ['migrate', ['capture']],
    ['start', ['stop']],
  ]);
  const back = (id: string, member: string | undefined, step: Partial<AnyStep>): [string, StepBack] => {
    const placed = { step: { id, title: id, hosts: [] }, hop: 0 } as unknown as StepBack['placed'];
    const overwritten = given.overwritten?.includes(id) ?? false;
    return [id, { placed, step: step as AnyStep, params: { id }, member, data: undefined, overwritten }];
  };
  const stop: Partial<AnyStep> = {
    service: 'stopping',
    probe: async (params, _context, attempted) => {
      log.push(['probe', params, attempted]);
      return probed;
    },
    apply: async (params, _context, found) => {
      log.push(['stop', params, found]);
      return stops();
    },
    afterUndo: looks,
  };
  const own = given.pending?.includes('own start') ? [back('own start', 'm1', { service: 'starting' })] : [];
  const steps = new Map([
    back('stop', 'm1', stop),
    back('migrate', undefined, {}),
    back('start', 'a1', { service: 'starting' }),
    ...own,
  ]);
  const way: WayBack = {
    nodes: [],
    needs,
    steps,
    pending: new Set(given.pending ?? ['stop', 'migrate']),
    reopened: new Set(given.reopened ?? []),
  };
  const tell = async (fact: RunFact): Promise<RunEvent> => {
    log.push(fact.kind);
    return fact as RunEvent;
  };
  const trouble = {
    met: ({ placed }: StepBack, error: Error, mayRun?: boolean) =>
      log.push(['met', placed.step.id, error.message, mayRun]),
  } as unknown as Trouble;
  const context = { signal: new AbortController().signal };
  const drive = { context, record: { plan: {} }, patience: { lookMs: 1000 } } as unknown as Drive;
  await holdStopped(way, drive, tell, trouble);
  return log;
}

const looked = ['probe', { id: 'stop' }, false];
const stopped = [looked, ['stop', { id: 'stop' }, 'todo'], 'step.done-again'];
const lost = async (): Promise<never> => Promise.reject(new BaiupError('x', 'it does not answer'));

describe('a service that runs on the way back', () => {
  it.each<[string, Given, unknown[]]>([
    ['is stopped where what is left was built on its stop, through others', {}, stopped],
    ['is left where it is stopped', { probed: 'done' }, [looked]],
    ['is left where nothing that is left was built on its stop', { pending: ['stop'] }, []],
    ['is left where only a start was', { pending: ['stop', 'start'] }, []],
    ['is left where what was is overwritten by an earlier hop', { overwritten: ['migrate'] }, []],
    ['is left where its own undo is overwritten', { overwritten: ['stop'] }, []],
    ['is left where its stop is undone', { pending: ['migrate'] }, []],
    ['is left where its newer service is stopped anyway', { pending: ['stop', 'migrate', 'own start'] }, []],
    [
      'is stopped where it did not come about',
      { pending: ['stop'], reopened: ['stop'], looks: lost },
      stopped,
    ],
    ['is left where it came about meanwhile', { pending: ['stop'], reopened: ['stop'] }, [looked]],
    ['is stopped though it answers, where its stop is needed', { reopened: ['stop'] }, stopped],
  ])('%s', async (_what, given, expected) => {
    expect(await held(given)).toEqual(expected);
  });

  it('that cannot be stopped is trouble: it may run on', async () => {
    const stops = async (): Promise<never> => Promise.reject(new Error('host away'));
    expect(await held({ stops })).toEqual([
      ...stopped.slice(0, 2),
      'step.undo-failed',
      ['met', 'stop', 'host away', true],
    ]);
  });
});
