import type { PlannedStep } from '../../core/plan/plan.ts';
import { configstoreCapture } from '../steps/configstore-capture.ts';
import { databaseCapture } from '../steps/database-capture.ts';
import { migratorWarm } from '../steps/migrator-warm.ts';
import { schemaMigrate } from '../steps/schema-migrate.ts';
import type { HopDraft, HopMember } from './draft.ts';
import { makeStep } from './make-step.ts';
import { managerOf } from './stage.ts';
import { stepId } from './turn.ts';

const place = (draft: HopDraft, what: string, needs: readonly string[]) => ({
  id: `${draft.number}.${what}`,
  needs,
  hosts: [managerOf(draft).member.host],
});

function migration(draft: HopDraft) {
  const { member, newEnvironment } = managerOf(draft);
  return {
    hop: draft.number,
    member: member.id,
    environment: newEnvironment,
    run: [...draft.route.run],
    from: [...draft.revisionsBefore],
    head: draft.head,
  };
}

/** Whether the hop changes the database: where it does not, nothing is migrated and nothing need be restored. */
export function migrates({ route, revisionsBefore, head }: HopDraft): boolean {
  return route.run.length > 0 || revisionsBefore.length !== 1 || revisionsBefore[0] !== head;
}

/** The migrator imports and connects while the old cluster still serves. */
export function warmSteps(draft: HopDraft, ready: readonly string[]): PlannedStep[] {
  if (!migrates(draft)) return [];
  return [makeStep(migratorWarm, migration(draft), place(draft, 'warm.migrator', ready))];
}

/** Database and etcd together: each once everything that writes to it has stopped. */
export function captureSteps(draft: HopDraft, stopped: readonly HopMember[]): PlannedStep[] {
  const writers = (what: 'database' | 'etcd'): string[] =>
    stopped
      .filter(({ component }) => component.writes.includes(what))
      .map((each) => stepId(draft, 'stop', each));
  return [
    makeStep(databaseCapture, { hop: draft.number }, place(draft, 'capture.database', writers('database'))),
    makeStep(configstoreCapture, { hop: draft.number }, place(draft, 'capture.etcd', writers('etcd'))),
  ];
}

export function migrateSteps(draft: HopDraft, stopped: readonly HopMember[]): PlannedStep[] {
  if (!migrates(draft)) return [];
  const needs = [
    `${draft.number}.warm.migrator`,
    `${draft.number}.capture.database`,
    `${draft.number}.capture.etcd`,
    ...stopped.map((each) => stepId(draft, 'stop', each)),
  ];
  return [makeStep(schemaMigrate, migration(draft), place(draft, 'migrate.schema', needs))];
}
