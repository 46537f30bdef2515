import { roundSeconds } from '../../core/plan/downtime.ts';
import type { PlannedStep } from '../../core/plan/plan.ts';
import { questionsOf } from '../../core/schema/known-questions.ts';
import { configstoreCapture } from '../steps/configstore-capture.ts';
import { databaseAside } from '../steps/database-aside.ts';
import { databaseCapture } from '../steps/database-capture.ts';
import { databaseName } from '../steps/database-name.ts';
import { databaseNote } from '../steps/database-note.ts';
import { headOf, type MigrationParams } from '../steps/migration.ts';
import { migratorWarm } from '../steps/migrator-warm.ts';
import { schemaMigrate } from '../steps/schema-migrate.ts';
import { editsIn } from './configure.ts';
import type { HopDraft, HopMember, Leg } from './draft.ts';
import { ids } from './join.ts';
import { makeStep } from './make-step.ts';
import { migratingLegs } from './migrating-legs.ts';
import { othersStep } from './others-steps.ts';
import { managerOf } from './stage.ts';
import { stepId, stoppedMembers } from './turn.ts';

const place = (draft: HopDraft, what: string, needs: readonly string[]) => ({
  id: `${draft.number}.${what}`,
  needs,
  hosts: [managerOf(draft).member.host],
});

/** Nothing where nothing is asked: nearly everywhere. */
function answersTo(run: readonly string[]) {
  const answers = questionsOf(run).map(({ revision, asks, answer }) => ({ revision, asks, answer }));
  return answers.length > 0 ? { answers } : {};
}

function migration(draft: HopDraft, legs: readonly [Leg, ...Leg[]]): MigrationParams {
  return {
    hop: draft.number,
    member: managerOf(draft).member.id,
    ...editsIn(managerOf(draft)),
    ...(draft.aside ? { aside: true as const } : {}),
    legs: legs.map(({ environment, route, revisionsBefore, head }) => ({
      environment,
      run: [...route.run],
      from: [...revisionsBefore],
      head,
      ...answersTo(route.run),
    })),
  };
}

/** The migrator imports and connects while the old cluster still serves. */
export function warmSteps(draft: HopDraft, ready: readonly string[]): PlannedStep[] {
  const [first, ...rest] = migratingLegs(draft);
  if (!first) return [];
  return [makeStep(migratorWarm, migration(draft, [first, ...rest]), place(draft, 'warm.migrator', ready))];
}

/** As a database of 2 GB was dumped on two cores, and as one was copied on its server and counted. */
const bytesASecond = 170e6;
const copiedASecond = 280e6;
const countedASecond = 400e6;

/** Whether the database is set aside: where nothing migrates it, no copy is wanted. */
export const setsAside = (draft: HopDraft): boolean => draft.aside && migratingLegs(draft).length > 0;

/** Set aside and copied once its writers have stopped; it is counted while the copy is migrated. */
function asideSteps(draft: HopDraft, writers: readonly string[]): PlannedStep[] {
  const { number: hop, databaseBytes: bytes } = draft;
  const aside = makeStep(
    databaseAside,
    { hop },
    {
      ...place(draft, 'capture.database', writers),
      estimate: roundSeconds(databaseAside.estimate + bytes / copiedASecond),
    },
  );
  const note = makeStep(
    databaseNote,
    { hop },
    {
      ...place(draft, 'note.database', [aside.id]),
      estimate: roundSeconds(databaseNote.estimate + bytes / countedASecond),
    },
  );
  return [aside, note];
}

/**
 * Whether a hop must be able to restore data. It need not where the database stays, and members come to one version or turn beside each other: users write all the
 * while.
 */
export const captures = (draft: HopDraft): boolean =>
  (!draft.mixed && draft.beside.size === 0) || migratingLegs(draft).length > 0;

/** Database and etcd together: each once everything that writes to it has stopped. */
export function captureSteps(draft: HopDraft, members: readonly HopMember[]): PlannedStep[] {
  if (!captures(draft)) return [];
  const stopped = stoppedMembers(members);
  const writers = (what: 'database' | 'etcd'): string[] =>
    stopped
      .filter(({ component }) => component.writes.includes(what))
      .map((each) => stepId(draft, 'stop', each));
  const estimate = roundSeconds(databaseCapture.estimate + draft.databaseBytes / bytesASecond);
  const looked =
    migratingLegs(draft).length > 0
      ? [othersStep(draft, { aside: setsAside(draft) }, place(draft, 'others.database', writers('database')))]
      : [];
  const quiet = [...writers('database'), ...ids(looked)];
  const where = { ...place(draft, 'capture.database', quiet), estimate };
  return [
    ...looked,
    ...(setsAside(draft)
      ? asideSteps(draft, quiet)
      : [makeStep(databaseCapture, { hop: draft.number }, where)]),
    makeStep(configstoreCapture, { hop: draft.number }, place(draft, 'capture.etcd', writers('etcd'))),
  ];
}

/** @param stopped what says that everybody who has to be is stopped */
export function migrateSteps(draft: HopDraft, stopped: readonly string[]): PlannedStep[] {
  const [first, ...rest] = migratingLegs(draft);
  if (!first) return [];
  const needs = [
    `${draft.number}.warm.migrator`,
    `${draft.number}.capture.database`,
    `${draft.number}.capture.etcd`,
    ...stopped,
  ];
  const estimate = schemaMigrate.estimate * (1 + rest.length);
  const where = { ...place(draft, 'migrate.schema', needs), estimate };
  const params = migration(draft, [first, ...rest]);
  const migrate = makeStep(schemaMigrate, params, where);
  if (!setsAside(draft)) return [migrate];
  const named = { hop: draft.number, head: headOf(params) };
  return [migrate, makeStep(databaseName, named, place(draft, 'name.database', [migrate.id]))];
}
