import { durationText } from '../../lib/duration.ts';
import type { FinalState } from './event.ts';
import type { Notice } from './notice.ts';

const longest = 500;

/** One line without characters that steer a terminal, and of a length that a chat shows. */
function plain(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
  return line.length > longest ? `${line.slice(0, longest)}…` : line;
}

function ended(state: FinalState | undefined, { from, to }: Pick<Notice, 'from' | 'to'>): string {
  switch (state) {
    case 'done':
      return `the upgrade is done. The cluster runs ${to}`;
    case 'failed':
      return 'the upgrade is not done. The hop that was in progress is undone';
    case 'rolled-back':
      return `the upgrade is rolled back. The cluster runs ${from} again`;
    case 'broken':
      return 'going back has failed half way. Somebody must look at it now';
    case undefined:
      return 'the upgrade has ended';
    default:
      return state satisfies never;
  }
}

function lengthOf({ downtime }: Pick<Notice, 'downtime'>): string {
  if (!downtime) return '';
  const { predicted, predictedRange: range } = downtime;
  const between = range ? `, between ${durationText(range[0])} and ${durationText(range[1])}` : '';
  return ` About ${durationText(predicted)} without service are foreseen${between}.`;
}

const why = (told: string | undefined): string => (told === undefined ? '' : `: ${told}`);

function sentence(notice: Omit<Notice, 'text'>): string {
  const { event, from, to, hop, phase, window, who } = notice;
  const of = hop ? `${hop.from} → ${hop.to}` : '';
  switch (event) {
    case 'hook.test':
      return 'this is a test of a hook. Nothing has happened.';
    case 'window.planned':
      return `a window of ${durationText(window?.seconds ?? 0)} is planned for the upgrade ${from} → ${to}.${lengthOf(notice)}`;
    case 'run.begun':
      return `the upgrade ${from} → ${to} has begun, by ${who}.${lengthOf(notice)}`;
    case 'phase.begun':
      return `${of}: ${phase}.`;
    case 'stop.begun':
      return notice.why === undefined
        ? `${of}: services stop now.${lengthOf(notice)}`
        : `${of}: services stop now, because ${notice.why}.`;
    case 'service.back':
      return `${of}: all services answer again.`;
    case 'run.slipped':
      return `${of}: ${notice.why}.`;
    case 'run.stopped':
      return `the upgrade has stopped and can be resumed${why(notice.why)}.`;
    case 'run.failed':
      return `a step has failed, and the cluster goes back${why(notice.failure && `${notice.failure.step}: ${notice.failure.message}`)}`;
    case 'run.aborted':
      return `${who} gave the upgrade up, and the cluster goes back${why(notice.why)}.`;
    case 'run.rolled-back':
    case 'run.finished':
      return `${ended(notice.state, notice)}.`;
    default:
      return event satisfies never;
  }
}

/** A notice in one line: "lab, r-3: the upgrade has stopped and can be resumed: …" */
export function noticeText(notice: Omit<Notice, 'text'>): string {
  const about = notice.run ? `${notice.cluster}, ${notice.run.name}` : notice.cluster;
  return plain(`${about}: ${sentence(notice)}`);
}
