import type { Failure, RunEvent } from './event.ts';

/** A part of a run that took its time, as tracing tools know it. */
export interface Span {
  /** Unique in the run: the same for the same part, whoever tells it. */
  readonly key: string;
  /** The part that it belongs to; undefined for the run itself. */
  readonly parent: string | undefined;
  readonly name: string;
  /** ISO 8601. */
  readonly started: string;
  readonly ended: string;
  readonly failure?: Pick<Failure, 'code' | 'message'> | undefined;
  readonly attributes: Readonly<Record<string, string | number>>;
}

const hopKey = (hop: number): string => `hop ${hop}`;
const runKey = 'run';

/** What of a run took its time: its events go in one after the other, and parts that have ended come out. */
export function spansOf(): (event: RunEvent) => Span[] {
  let began: Extract<RunEvent, { kind: 'run.started' }> | undefined;
  const begun = new Map<string, RunEvent>();
  const hopsBegun = new Map<number, string>();

  const step = (event: Extract<RunEvent, { step: string }>, isUndo: boolean): Span[] => {
    const key = `${isUndo ? 'undo ' : ''}${event.step}`;
    const from = begun.get(key);
    if (!from) return [];
    begun.delete(key);
    const failure = 'failure' in event ? event.failure : undefined;
    return [
      {
        key: `${key} ${from.seq}`,
        parent: hopKey(event.hop),
        name: `${isUndo ? 'undo: ' : ''}${event.title}`,
        ...{ started: from.at, ended: event.at, failure },
        attributes: { 'baiup.step': event.step, 'baiup.hop': event.hop + 1 },
      },
    ];
  };

  const hop = (index: number, ended: string): Span[] => {
    const started = hopsBegun.get(index);
    const known = began?.hops[index];
    if (started === undefined || !known) return [];
    const { from, to, kind } = known;
    const attributes = { 'baiup.from': from, 'baiup.to': to, 'baiup.kind': kind };
    return [{ key: hopKey(index), parent: runKey, name: `${from} → ${to}`, started, ended, attributes }];
  };

  const whole = (event: Extract<RunEvent, { kind: 'run.finished' }>): Span[] => {
    if (!began) return [];
    const { cluster, from, to, at: started } = began;
    const attributes = {
      ...{ 'baiup.run': event.run, 'baiup.cluster': cluster, 'baiup.from': from, 'baiup.to': to },
      'baiup.state': event.state,
    };
    const isBad = event.state === 'failed' || event.state === 'broken';
    const failure = isBad ? { code: `run.${event.state}`, message: `the run is ${event.state}` } : undefined;
    const name = `upgrade ${cluster} ${from} → ${to}`;
    const unended = [...hopsBegun.keys()].flatMap((index) => hop(index, event.at));
    hopsBegun.clear();
    return [
      ...unended,
      { key: runKey, parent: undefined, name, started, ended: event.at, failure, attributes },
    ];
  };

  return (event) => {
    switch (event.kind) {
      case 'run.started':
        began = event;
        return [];
      case 'step.started':
        if (!hopsBegun.has(event.hop)) hopsBegun.set(event.hop, event.at);
        begun.set(event.step, event);
        return [];
      case 'step.undoing':
        begun.set(`undo ${event.step}`, event);
        return [];
      case 'step.finished':
      case 'step.failed':
        return step(event, false);
      case 'step.undone':
      case 'step.undo-failed':
        return step(event, true);
      case 'hop.finished': {
        const spans = hop(event.hop, event.at);
        hopsBegun.delete(event.hop);
        return spans;
      }
      case 'run.finished':
        return whole(event);
      default:
        return [];
    }
  };
}
