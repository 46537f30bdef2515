import type { Plan } from '../plan/plan.ts';
import type { RunEvent } from './event.ts';
import type { Moment } from './moment.ts';
import type { Notice } from './notice.ts';
import { noticeText } from './notice-text.ts';

/** The run that notices speak of. */
export interface NoticedRun {
  readonly name: string;
  readonly id: string;
  readonly plan: Plan;
}

type Began = Extract<RunEvent, { kind: 'run.started' }>;

function downtimeOf(
  { predicted, foreseen }: Began,
  hop: number | undefined,
): NonNullable<Notice['downtime']> {
  const ofHop = hop === undefined ? undefined : foreseen?.hops[hop];
  const found = ofHop ?? { predicted, predictedRange: foreseen?.predictedRange };
  return {
    predicted: found.predicted,
    ...(found.predictedRange ? { predictedRange: found.predictedRange } : {}),
  };
}

/** What is told of a moment. */
export function makeNotice(moment: Moment, { name, id, plan }: NoticedRun, began: Began): Notice {
  const { event, seq, at, hop: index, ...told } = moment;
  const hop = index === undefined ? undefined : plan.hops[index];
  const notice: Omit<Notice, 'text'> = {
    version: 1,
    id: `${id}.${seq}.${event}`,
    event,
    at,
    cluster: plan.cluster,
    run: { name, id },
    from: plan.from,
    to: plan.to,
    ...(hop && index !== undefined
      ? { hop: { number: index + 1, of: plan.hops.length, from: hop.from, to: hop.to } }
      : {}),
    ...(began.window ? { window: began.window } : {}),
    downtime: downtimeOf(began, index),
    ...told,
  };
  return { ...notice, text: noticeText(notice) };
}
