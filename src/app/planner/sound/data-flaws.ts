import type { ComponentName } from '../../../core/cluster/inventory.ts';
import { componentNamed } from '../../../core/components/index.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import type { PlacedStep } from '../../../core/plan/walk.ts';
import { stableJson } from '../../../lib/stable-json.ts';
import { configstoreCapture } from '../../steps/configstore-capture.ts';
import { databaseAside } from '../../steps/database-aside.ts';
import { databaseCapture } from '../../steps/database-capture.ts';
import { databaseDump } from '../../steps/database-dump.ts';
import { databaseName } from '../../steps/database-name.ts';
import { databaseNote } from '../../steps/database-note.ts';
import { databaseSeal } from '../../steps/database-seal.ts';
import type { MigrationParams } from '../../steps/migration.ts';
import { migratorWarm } from '../../steps/migrator-warm.ts';
import { othersLeave } from '../../steps/others-leave.ts';
import { othersWait } from '../../steps/others-wait.ts';
import { schemaExpect } from '../../steps/schema-expect.ts';
import { schemaMigrate } from '../../steps/schema-migrate.ts';
import { schemaProve } from '../../steps/schema-prove.ts';
import { serviceStart } from '../../steps/service-start.ts';
import { serviceStop } from '../../steps/service-stop.ts';
import { asideFlaws } from './aside-flaws.ts';
import { atHop, type Flaw } from './flaw.ts';
import type { Order } from './order.ts';
import { stepsOf, type Typed } from './steps-of.ts';

type OfDatabase = { readonly database?: string | undefined };

const named = (database: string | undefined): string =>
  database === undefined ? 'the database' : `the database of ${database}`;

const ofDatabase = <P extends OfDatabase>(steps: readonly Typed<P>[], database: string | undefined) =>
  steps.filter(({ params }) => params.database === database);

/** Everything of one hop that concerns databases. */
function stepsIn(placed: readonly PlacedStep[], hop: number) {
  const own = placed.filter((each) => each.hop === hop);
  return {
    captures: [...stepsOf(own, databaseCapture), ...stepsOf(own, databaseAside)],
    asides: stepsOf(own, databaseAside),
    notes: stepsOf(own, databaseNote),
    names: stepsOf(own, databaseName),
    dumps: stepsOf(own, databaseDump),
    others: stepsOf(own, othersLeave),
    waits: stepsOf(own, othersWait),
    etcd: stepsOf(own, configstoreCapture),
    warm: stepsOf(own, migratorWarm),
    migrations: stepsOf(own, schemaMigrate),
    seals: stepsOf(own, databaseSeal),
    expected: stepsOf(own, schemaExpect),
    proofs: stepsOf(own, schemaProve),
    stops: stepsOf(own, serviceStop),
    starts: stepsOf(own, serviceStart),
  };
}
type HopSteps = ReturnType<typeof stepsIn>;

/** Steps that do not come after another, by that other's id. */
const notAfter = (order: Order, first: string, steps: readonly { readonly id: string }[]): string[] => {
  const later = order.after(first);
  return steps.filter(({ id }) => !later.has(id)).map(({ id }) => id);
};

/** Files and scratch databases are named by hop and database: what is done twice would meet itself. */
function* twiceFlaws({ stops: _stops, starts: _starts, ...all }: HopSteps): Generator<string> {
  for (const steps of Object.values(all)) {
    const seen = new Set<string | undefined>();
    for (const { id, params } of steps as readonly Typed<OfDatabase>[]) {
      if (seen.has(params.database)) yield `${id} repeats what is done already`;
      seen.add(params.database);
    }
  }
}

/** Who writes to what is captured is stopped before it is. */
function* captureFlaws(order: Order, { captures, etcd, others, stops, seals }: HopSteps): Generator<string> {
  const writes = (component: ComponentName): boolean => componentNamed(component).writes.includes('database');
  for (const capture of [...captures, ...etcd, ...others]) {
    const database = (capture.params as OfDatabase).database;
    const writers = stops.filter(({ params: { component, member } }) =>
      database === undefined ? writes(component) : member === database,
    );
    const earlier = order.before(capture.id);
    for (const { id } of writers) {
      if (!earlier.has(id)) yield `${capture.id} does not wait for ${id}`;
    }
  }
  for (const { id, params } of captures) {
    for (const other of ofDatabase(others, params.database))
      if (notAfter(order, other.id, [{ id }]).length > 0) yield `${id} does not wait for ${other.id}`;
    if (ofDatabase(seals, params.database).length === 0)
      yield `what is captured of ${named(params.database)} is never sealed`;
  }
}

/** What a migration needs: its captures, its warmed up migrator, its writers stopped, and a proof afterwards. */
function* migrationFlaws(
  order: Order,
  migration: Typed<MigrationParams>,
  all: HopSteps,
  isRunning: (member: string) => boolean,
): Generator<string> {
  const { database } = migration.params;
  const wanted = [
    ['captures', ofDatabase(all.captures, database)],
    ...(database === undefined ? [['captures etcd for', all.etcd] as const] : []),
    ['warms up a migrator for', ofDatabase(all.warm, database)],
    ['waits for others at', ofDatabase(all.waits, database)],
    ['looks who else is at', ofDatabase(all.others, database)],
  ] as const;
  for (const [verb, steps] of wanted) {
    const [step] = steps;
    if (!step) yield `nothing ${verb} ${named(database)} before ${migration.id}`;
    else if (notAfter(order, step.id, [migration]).length > 0)
      yield `${migration.id} does not wait for ${step.id}`;
  }
  const [warm] = ofDatabase(all.warm, database);
  if (warm && stableJson(warm.params) !== stableJson(migration.params))
    yield `${warm.id} warms up another migration than ${migration.id}`;
  const whose = database ?? migration.params.member;
  const writers = all.stops.filter(({ params }) => params.member === whose);
  if (writers.length === 0 && isRunning(whose)) yield `${whose} is not stopped for ${migration.id}`;
  for (const { id } of writers) {
    if (notAfter(order, id, [migration]).length > 0) yield `${migration.id} does not wait for ${id}`;
  }
  for (const { id } of ofDatabase(all.waits, database)) {
    for (const stop of notAfter(order, id, writers)) yield `${stop} does not wait for ${id}`;
  }
  const readers = all.starts.filter(({ params }) => database === undefined || params.member === database);
  for (const id of notAfter(order, migration.id, readers)) yield `${id} does not wait for ${migration.id}`;
}

/** Where a database is brought, leg by leg, and that this is what is proven. */
function* headFlaws(
  rows: readonly string[],
  database: string | undefined,
  all: HopSteps,
): Generator<string, readonly string[]> {
  const [migration] = ofDatabase(all.migrations, database);
  let now = rows;
  for (const { from, head } of migration?.params.legs ?? []) {
    if (from.join() !== now.join())
      yield `${named(database)} is migrated from ${from.join(', ')}, and is at ${now.join(', ')}`;
    now = [head];
  }
  const isWanted = database === undefined || migration !== undefined;
  for (const [what, steps] of [
    ['prepared', all.expected],
    ['proven', all.proofs],
  ] as const) {
    const [step] = ofDatabase<OfDatabase & { readonly head: string }>(steps, database);
    if (!step && isWanted) yield `${named(database)} is not ${what}`;
    if (step && (now.length !== 1 || step.params.head !== now[0]))
      yield `${step.id} is of ${step.params.head}, and ${named(database)} ends at ${now.join(', ')}`;
  }
  return now;
}

/** Flaws in what a plan does with databases and etcd: they must be captured, migrated and proven in every hop. */
export function dataFlaws(plan: Plan, placed: readonly PlacedStep[], order: Order): Flaw[] {
  const { components, revisions, ownDatabases = [] } = plan.facts;
  const versions = new Map(components.map(({ id, version }) => [id, version]));
  const rows = new Map<string | undefined, readonly string[]>([
    [undefined, revisions],
    ...ownDatabases.map(({ member, revisions: own }) => [member, own] as const),
  ]);
  const started = new Set<string>();
  return plan.hops.flatMap((hop, index) => {
    const all = stepsIn(placed, index);
    const flaws: string[] = [];
    const isRunning = (member: string): boolean => versions.get(member) !== '' || started.has(member);
    const isCaptured =
      all.captures.some(({ params }) => params.database === undefined) && all.etcd.length > 0;
    const isBeside = hop.phases.some(({ beside }) => beside);
    if (!isCaptured && !hop.behind && !isBeside) flaws.push('database and etcd are not captured');
    flaws.push(...twiceFlaws(all), ...captureFlaws(order, all));
    flaws.push(...asideFlaws(order, all));
    for (const each of all.migrations) flaws.push(...migrationFlaws(order, each, all, isRunning));
    const run = ofDatabase(all.migrations, undefined).flatMap(({ params }) =>
      params.legs.flatMap((leg) => leg.run),
    );
    if (run.join() !== hop.route.run.join())
      flaws.push('its migration runs other revisions than its route has');
    for (const [database, before] of rows) {
      const heads = headFlaws(before, database, all);
      let next = heads.next();
      for (; !next.done; next = heads.next()) flaws.push(next.value);
      rows.set(database, next.value);
    }
    for (const { params } of all.starts) started.add(params.member);
    return flaws.map((what) => ({ where: atHop(index), what }));
  });
}
