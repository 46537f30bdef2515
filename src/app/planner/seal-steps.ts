import type { PlannedStep } from '../../core/plan/plan.ts';
import { databaseDump } from '../steps/database-dump.ts';
import { databaseSeal } from '../steps/database-seal.ts';
import { captures, setsAside } from './data-steps.ts';
import type { HopDraft } from './draft.ts';
import { ids } from './join.ts';
import { makeStep } from './make-step.ts';
import { managerOf } from './stage.ts';

/**
 * What is done with the capture of the database once the service is back.
 * @param counted the counting, beside which nothing else reads all data
 * @param proven all proofs: an upgrade that they take back does not wait for a dump
 */
export function sealSteps(
  draft: HopDraft,
  counted: readonly string[],
  proven: readonly string[],
): PlannedStep[] {
  if (!captures(draft)) return [];
  const { number: hop } = draft;
  const hosts = [managerOf(draft).member.host];
  const dump = makeStep(databaseDump, { hop }, { id: `${hop}.dump.database`, needs: proven, hosts });
  const dumps = setsAside(draft) ? [dump] : [];
  const needs = [...counted, ...ids(dumps)];
  return [...dumps, makeStep(databaseSeal, { hop }, { id: `${hop}.seal.database`, needs, hosts })];
}
