import type { PlannedStep } from '../../core/plan/plan.ts';
import { announcementEnd } from '../steps/announcement-end.ts';
import { announcementNote } from '../steps/announcement-note.ts';
import { announcementSet } from '../steps/announcement-set.ts';
import type { HopDraft } from './draft.ts';
import { makeStep } from './make-step.ts';

const endOf = (hop: number): string => `${hop}.announce.end`;

/** Users are told as soon as the first hop begins, and of a later one once the announcement of before is given back. */
export function announceSteps({ number: hop, announces, gate, from, to }: HopDraft): PlannedStep[] {
  if (!announces) return [];
  const needs = hop === 1 ? [] : [...gate, endOf(hop - 1)];
  const note = makeStep(announcementNote, { hop }, { id: `${hop}.announce.note`, needs, hosts: [] });
  const ends = { hop, from: from.version, to: to.version };
  const set = makeStep(announcementSet, ends, { id: `${hop}.announce.set`, needs: [note.id], hosts: [] });
  return [note, set];
}

/** The announcement of before is given back once a hop is proven. */
export function announceEndSteps(
  { number: hop, announces, from, to }: HopDraft,
  needs: readonly string[],
): PlannedStep[] {
  if (!announces) return [];
  return [
    makeStep(
      announcementEnd,
      { hop, from: from.version, to: to.version },
      { id: endOf(hop), needs, hosts: [] },
    ),
  ];
}
