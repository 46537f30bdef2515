import type { PlannedStep } from '../../core/plan/plan.ts';
import { lineOf } from '../../core/versions/line-of.ts';
import { parseVersion } from '../../core/versions/parse-version.ts';
import { databaseAside } from '../steps/database-aside.ts';
import { databaseCapture } from '../steps/database-capture.ts';
import { databaseCreate } from '../steps/database-create.ts';
import { databaseDump } from '../steps/database-dump.ts';
import { databaseName } from '../steps/database-name.ts';
import { databaseNote } from '../steps/database-note.ts';
import { databaseSeal } from '../steps/database-seal.ts';
import type { MigrationParams } from '../steps/migration.ts';
import { migratorWarm } from '../steps/migrator-warm.ts';
import { proxyMove } from '../steps/proxy-move.ts';
import { schemaExpect } from '../steps/schema-expect.ts';
import { schemaMigrate } from '../steps/schema-migrate.ts';
import { schemaProve } from '../steps/schema-prove.ts';
import type { HopDraft, OwnDraft } from './draft.ts';
import { ids } from './join.ts';
import { makeStep } from './make-step.ts';
import { othersStep } from './others-steps.ts';
import { stopping } from './stopping.ts';
import { stepId, stoppedMembers } from './turn.ts';

const idOf = ({ number }: HopDraft, what: string, { member }: OwnDraft): string =>
  `${number}.${what}.${member.member.id}`;

const place = (draft: HopDraft, own: OwnDraft, what: string, needs: readonly string[]) => ({
  id: idOf(draft, what, own),
  needs,
  hosts: [own.member.member.host],
});

/** Those that were there before, and whose components turn. */
const existing = ({ own }: HopDraft): OwnDraft[] =>
  own.filter(({ isNew, sharing }) => !isNew && sharing.some(({ turns }) => turns));

/** Ids of the steps that stop those who share one. */
function stopsOf(draft: HopDraft, { sharing }: OwnDraft): string[] {
  const stopped = stoppedMembers(sharing).filter((each) => stopping(draft).includes(each));
  return stopped.map((each) => stepId(draft, 'stop', each));
}

/** Whether a hop changes a database beside the cluster's. */
export const isMigrated = ({ isNew, route, revisionsBefore, head }: OwnDraft): boolean =>
  !isNew && (route.run.length > 0 || revisionsBefore.join() !== head);

/** Where nothing migrates it, no copy is wanted. */
const setsAside = (own: OwnDraft): boolean => own.aside && isMigrated(own);

function migration({ number: hop }: HopDraft, own: OwnDraft): MigrationParams {
  const { member, route, revisionsBefore, head } = own;
  const leg = {
    environment: member.newEnvironment,
    run: [...route.run],
    from: [...revisionsBefore],
    head,
  };
  const { id } = member.member;
  return { hop, database: id, member: id, ...(own.aside ? { aside: true as const } : {}), legs: [leg] };
}

/** The yardsticks of those that are migrated. */
export function ownExpectSteps(draft: HopDraft): PlannedStep[] {
  return draft.own.filter(isMigrated).map((own) => {
    const { id } = own.member.member;
    const { version } = draft.to;
    const environment = own.member.newEnvironment;
    return makeStep(
      schemaExpect,
      { hop: draft.number, database: id, version, environment, head: own.head, member: id },
      place(draft, own, 'expect.schema', [`${draft.number}.stage.${id}`]),
    );
  });
}

/** What nobody uses yet is made while the old cluster serves. */
export function ownCreateSteps(draft: HopDraft, ready: readonly string[]): PlannedStep[] {
  const made = draft.own.filter(
    ({ isNew, revisionsBefore, head }) => isNew && revisionsBefore.join() !== head,
  );
  return made.map((own) =>
    makeStep(
      databaseCreate,
      {
        hop: draft.number,
        database: own.member.member.id,
        name: own.name,
        version: draft.to.version,
        environment: own.member.newEnvironment,
        head: own.head,
      },
      place(draft, own, 'create.database', ready),
    ),
  );
}

export function ownWarmSteps(draft: HopDraft, ready: readonly string[]): PlannedStep[] {
  return draft.own
    .filter(isMigrated)
    .map((own) => makeStep(migratorWarm, migration(draft, own), place(draft, own, 'warm.migrator', ready)));
}

/** Each once those that share it have stopped; beside it nothing else waits for it. */
export function ownCaptureSteps(draft: HopDraft): PlannedStep[] {
  return existing(draft).flatMap((own) => {
    const stops = stopsOf(draft, own);
    const params = { hop: draft.number, database: own.member.member.id };
    const which = { database: params.database, aside: setsAside(own) };
    const looked = isMigrated(own)
      ? [othersStep(draft, which, place(draft, own, 'others.database', stops))]
      : [];
    const where = place(draft, own, 'capture.database', [...stops, ...ids(looked)]);
    if (!setsAside(own)) return [...looked, makeStep(databaseCapture, params, where)];
    const noted = place(draft, own, 'note.database', [where.id]);
    return [...looked, makeStep(databaseAside, params, where), makeStep(databaseNote, params, noted)];
  });
}

export function ownMigrateSteps(draft: HopDraft): PlannedStep[] {
  return draft.own.filter(isMigrated).flatMap((own) => {
    const needs = [idOf(draft, 'warm.migrator', own), idOf(draft, 'capture.database', own)];
    const params = migration(draft, own);
    const migrate = makeStep(schemaMigrate, params, place(draft, own, 'migrate.schema', needs));
    if (!setsAside(own)) return [migrate];
    const { hop, database } = params;
    const named = { hop, database, head: own.head };
    return [migrate, makeStep(databaseName, named, place(draft, own, 'name.database', [migrate.id]))];
  });
}

/** The old proxy's resource groups get the new one, once the managers' database is migrated. */
export function moveSteps(draft: HopDraft, moved: readonly string[]): PlannedStep[] {
  const own = draft.own.find(({ isNew }) => isNew);
  if (!own || draft.proxiedGroups.length === 0) return [];
  const { id } = own.member.member;
  const { address } = own;
  return [
    makeStep(
      proxyMove,
      { hop: draft.number, member: id, address, groups: [...draft.proxiedGroups] },
      place(draft, own, 'move.proxy', moved),
    ),
  ];
}

/** The environment before the hop, where a fresh install of its release has the revision that the hop begins at. */
function ownSource(draft: HopDraft, { isNew, member: of, revisionsBefore }: OwnDraft) {
  const { member, oldEnvironment, inSource } = of;
  const [head, ...others] = revisionsBefore;
  if (head === undefined || others.length > 0 || isNew || draft.mixed || !inSource) return {};
  const line = lineOf(parseVersion(draft.from.version));
  return { source: { environment: oldEnvironment, member: member.id, head, line } };
}

/** Like all proof, once everything has started. */
export function ownProveSteps(draft: HopDraft, started: readonly string[]): PlannedStep[] {
  const toLine = lineOf(parseVersion(draft.to.version));
  const proofs = draft.own.filter(isMigrated).map((own) =>
    makeStep(
      schemaProve,
      {
        hop: draft.number,
        database: own.member.member.id,
        head: own.head,
        toLine,
        ...ownSource(draft, own),
      },
      place(draft, own, 'prove.schema', [...started, idOf(draft, 'expect.schema', own)]),
    ),
  );
  const seals = existing(draft).flatMap((own) => {
    const params = { hop: draft.number, database: own.member.member.id };
    const proven = [...started, ...ids(proofs)];
    const dump = makeStep(databaseDump, params, place(draft, own, 'dump.database', proven));
    const dumps = setsAside(own) ? [dump] : [];
    const sealed = place(draft, own, 'seal.database', [...started, ...ids(dumps)]);
    return [...dumps, makeStep(databaseSeal, params, sealed)];
  });
  return [...proofs, ...seals];
}
