import type { Session } from './session.ts';
import { sessionStage } from './session-stage.ts';

/** Which sessions are meant: those that all given words hold for; of several words for the same thing, one is enough. */
export interface SessionFilter {
  /** E-mail addresses or access keys. */
  readonly owner?: readonly string[];
  readonly project?: readonly string[];
  /** A whole name of an image, or a part of it. */
  readonly image?: readonly string[];
  readonly label?: readonly string[];
  readonly kind?: readonly string[];
  readonly status?: readonly string[];
  readonly agent?: readonly string[];
  readonly resourceGroup?: readonly string[];
  /** Ids or names. */
  readonly session?: readonly string[];
  /** Only those that wait for a place. */
  readonly pending?: boolean;
  /** Seconds. One whose age is not known is not meant. */
  readonly olderThan?: number;
}

const alike = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

const none: readonly string[] = [];

/** Whether one of the words fits one of the values; no word at all fits everything. */
function fits(
  words: readonly string[] | undefined,
  values: readonly (string | undefined)[],
  how: (value: string, word: string) => boolean = alike,
): boolean {
  if (words === undefined || words.length === 0) return true;
  return values.some((value) => value !== undefined && words.some((word) => how(value, word)));
}

const holds = (value: string, word: string): boolean => value.toLowerCase().includes(word.toLowerCase());

/** @param now milliseconds since the epoch */
export function isMeant(session: Session, filter: SessionFilter, now: number): boolean {
  const { status, created } = session;
  const { olderThan } = filter;
  return (
    fits(filter.owner, [session.owner, session.accessKey]) &&
    fits(filter.project, [session.project]) &&
    fits(filter.image, [session.image], holds) &&
    fits(filter.label, [session.label]) &&
    fits(filter.kind, [session.kind]) &&
    fits(filter.status, [status]) &&
    fits(filter.agent, session.agents ?? none) &&
    fits(filter.resourceGroup, [session.resourceGroup]) &&
    fits(filter.session, [session.id, session.name]) &&
    (filter.pending !== true || sessionStage(status) === 'waiting') &&
    (olderThan === undefined || (created !== undefined && now - created > olderThan * 1000))
  );
}
