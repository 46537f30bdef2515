import type { AnnouncementMoment } from '../../core/cluster/announcement-texts.ts';
import { walkPlan } from '../../core/plan/walk.ts';
import type { RunEvent, RunFact } from '../../core/run/event.ts';
import type { Moment } from '../../core/run/moment.ts';
import { momentsOf } from '../../core/run/moments.ts';
import { messageOf } from '../../lib/errors.ts';
import { oneAtATime } from '../../lib/one-at-a-time.ts';
import { announcedNow } from '../steps/announced-now.ts';
import { runAnnouncement } from '../steps/announcement.ts';
import { announcementNote } from '../steps/announcement-note.ts';
import { endWindow } from './end-window.ts';
import type { Drive } from './port.ts';

const announcedAs: Readonly<Partial<Record<Moment['event'], AnnouncementMoment>>> = {
  'stop.begun': 'stopped',
  'run.slipped': 'late',
  'service.back': 'back',
};

type UndoStarted = Extract<RunEvent, { kind: 'undo.started' }>;

/**
 * Has users read how a run goes on, where its plan announces it: when services stop, are late, are back, and when the
 * run goes back; else ends the window that they were told of. Steps of the plan set the announcement and give it back. This changes only what the run has set itself,
 * beside the run, and never fails it.
 * @param events of the run so far
 * @returns the drive to go on with, and what waits for the last change
 */
export function announceCourse(
  drive: Drive,
  events: readonly RunEvent[],
): { readonly drive: Drive; readonly end: () => Promise<void> } {
  const { record, context } = drive;
  const announces = walkPlan(record.plan).some(({ step }) => step.kind === announcementNote.kind);
  if (!announces) return endWindow(drive);
  const announcement = runAnnouncement(context);
  const moments = momentsOf(record.plan);
  const inTurn = oneAtATime();
  const stopped = new Map<number, number>();
  let isReturning = false;

  const tell = async (fact: RunFact): Promise<void> => drive.onEvent(await record.append(fact));
  const change = async (moment: AnnouncementMoment, first: number, last = first): Promise<void> => {
    const { from = '' } = record.plan.hops[first] ?? {};
    const { to = '' } = record.plan.hops[last] ?? {};
    const about = { hop: first + 1, from, to, moment, stopped: stopped.get(first) };
    const text = await announcedNow(context, about);
    const said = await announcement.say(text);
    if (said === 'said') await tell({ kind: 'announcement.changed', moment, text });
    if (said === 'left')
      await tell({ kind: 'announcement.left', moment, why: 'another program has changed it' });
  };
  const beside = (moment: AnnouncementMoment, act: () => Promise<void>): void => {
    void inTurn(act)
      .catch((error: unknown) => tell({ kind: 'announcement.left', moment, why: messageOf(error) }))
      .catch(() => undefined);
  };

  const goesBack = ({ hops }: UndoStarted): void => {
    if (hops.length === 0) return;
    beside('returning', () => change('returning', Math.min(...hops), Math.max(...hops)));
  };
  const heed = (event: RunEvent, isNew: boolean): void => {
    if (event.kind === 'undo.started') isReturning = true;
    if (event.kind === 'run.finished') isReturning = false;
    if (event.kind === 'undo.started' && isNew) goesBack(event);
    for (const { event: name, hop = 0, at } of moments(event)) {
      if (name === 'stop.begun') stopped.set(hop, Date.parse(at));
      const moment = announcedAs[name];
      if (moment && isNew && !isReturning) beside(moment, () => change(moment, hop));
    }
  };
  for (const event of events) heed(event, false);
  const onEvent = (event: RunEvent): void => {
    drive.onEvent(event);
    heed(event, true);
  };
  return { drive: { ...drive, onEvent }, end: () => inTurn(async () => undefined) };
}
