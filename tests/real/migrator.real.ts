import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { readAlembicVersion } from '../../src/io/database/alembic-version.ts';
import { type DatabaseAddress, openDatabase, withDatabase } from '../../src/io/database/database.ts';
import { type MigratorOptions, startMigrator } from '../../src/io/database/migrator.ts';
import { thisMachine } from '../../src/io/hosts/this-machine.ts';
import { makeSmallRelease } from './small-release.ts';
import { type SmallServer, startSmallServer } from './small-server.ts';

/** What a revision may do to whoever runs it, with revisions of our own. */
let folder: string;
let server: SmallServer;
let address: DatabaseAddress;
let asked = 0;

beforeAll(async () => {
  server = await startSmallServer();
  ({ folder, address } = server);
});

beforeEach(async () => {
  await server.createDatabase('small');
  await ask(`CREATE TABLE things (id serial PRIMARY KEY, name varchar(40));
             INSERT INTO things (name) SELECT 'thing ' || n FROM generate_series(1, 100) n;
             CREATE TABLE alembic_version (version_num varchar(32)); INSERT INTO alembic_version VALUES ('first')`);
});

afterAll(async () => {
  await server?.close();
});

const ask = (sql: string) => withDatabase(address, (database) => database.query(sql));
const names = () => ask('SELECT DISTINCT name FROM things ORDER BY 1 LIMIT 2');

/** Two revisions; the second is the one in question. */
async function migrator(body: string, options: Partial<MigratorOptions> = {}) {
  const revisions = [
    { id: 'first', body: '    pass' },
    { id: 'harmless', body: '    op.execute("CREATE INDEX things_name ON things (name)")' },
    { id: 'second', body },
  ];
  asked += 1;
  const environment = await makeSmallRelease(join(folder, `environment-${asked}`), revisions);
  return startMigrator({
    host: thisMachine,
    python: join(environment, 'bin/python'),
    workdir: folder,
    address,
    from: ['first'],
    run: ['harmless', 'second'],
    head: 'second',
    ...options,
  });
}

it.each([
  ['input()', '    input("Delete all things? [y/n] ")', 'Delete all things? [y/n]'],
  ['what was printed first', '    print("Choose wisely.")\n    input("> ")', 'Choose wisely.\n>'],
  ['click', '    click.confirm("Really?")', 'Really? [y/N]:'],
  ['a hidden answer', '    click.prompt("Password", hide_input=True)', 'Password:'],
  ['standard input', '    import sys\n    print("Name?")\n    sys.stdin.readline()', 'Name?'],
  [
    'one that takes no answer for an answer',
    '    try:\n        input("Sure?")\n    except BaseException:\n        pass\n    op.execute("DELETE FROM things")',
    'Sure?',
  ],
])('ends at a question that the plan has no answer to: %s', async (_what, body, question) => {
  const run = await migrator(body);
  await expect(run.go()).rejects.toMatchObject({
    code: 'migrator.question',
    message: `revision second asked something that the plan does not answer: "${question}"`,
    left: expect.stringContaining('harmless'),
  });
  expect(await withDatabase(address, readAlembicVersion)).toEqual(['first']);
  expect(await ask('SELECT count(*)::int AS count FROM things')).toEqual([{ count: 100 }]);
});

it('gives the answer that the plan has, and says so', async () => {
  const body = `    print("How are things called?")
    op.execute(f"UPDATE things SET name = '{input('Name: ')}'")`;
  const answers = [{ revision: 'second', asks: 'Name:', answer: 'thing' }];
  const { revisions } = await (await migrator(body, { answers })).go();
  expect(revisions[1]?.asked).toEqual([{ question: 'How are things called?\nName:', answer: 'thing' }]);
  expect(await names()).toEqual([{ name: 'thing' }]);
});

it('does not answer the same question for ever', async () => {
  const answers = [{ revision: 'second', asks: 'a or b', answer: 'c' }];
  const run = await migrator('    while input("a or b? ") not in "ab":\n        pass', { answers });
  await expect(run.go()).rejects.toMatchObject({ code: 'migrator.question' });
});

it('sees rows, bytes and locks of each revision, and those that commit by themselves', async () => {
  const body = `    op.execute("UPDATE things SET name = 'x' WHERE id <= 40")
    op.execute("DELETE FROM things WHERE id > 90")
    op.execute("CREATE TABLE more AS SELECT id FROM things")
    op.execute("ALTER TABLE things ADD COLUMN more int")`;
  const { revisions } = await (await migrator(body, { observe: true })).go();
  const [index, second] = revisions;
  expect(index).toMatchObject({
    rows: { inserted: 0, updated: 0, deleted: 0 },
    locks: [{ table: 'things', mode: 'ShareLock' }],
    commits: false,
  });
  expect(second).toMatchObject({
    rows: { updated: 40, deleted: 10 },
    locks: [{ table: 'things', mode: 'AccessExclusiveLock' }],
    commits: false,
  });
  expect(second?.written).toBeGreaterThan(1000);
  expect(second?.size).toBeGreaterThan(1e6);
});

it('sees one that commits by itself', async () => {
  const body = `    with op.get_context().autocommit_block():
        op.execute("UPDATE things SET name = 'x'")`;
  const { revisions } = await (await migrator(body, { observe: true })).go();
  expect(revisions.map(({ commits }) => commits)).toEqual([false, true]);
});

it('looks at nothing where it is not asked to', async () => {
  const { revisions } = await (await migrator('    pass')).go();
  expect(revisions.map((one) => Object.keys(one).sort())).toEqual(Array(2).fill(['asked', 'id', 'seconds']));
});

it.each([
  [
    'CREATE VIEW site_report AS SELECT name FROM things',
    'ALTER TABLE things ALTER COLUMN name TYPE text',
    /In its way: view site_report$/,
    'DROP VIEW site_report;',
  ],
  [
    'CREATE TABLE roles (id int)',
    'CREATE TABLE roles (id int)',
    /has a relation of this name already/,
    'ALTER TABLE "roles" RENAME TO "site_roles";',
  ],
])('names what is in its way, and how to get it out: %s', async (site, statement, says, hint) => {
  await ask(`DROP VIEW IF EXISTS site_report; ${site}`);
  const run = await migrator(`    op.execute('${statement}')`);
  await expect(run.go()).rejects.toMatchObject({
    code: 'migrator.revision-failed',
    message: expect.stringMatching(says),
    hint: expect.stringContaining(hint),
  });
});

it('says what a revision was doing when its time was up: a lock, and who holds it', async () => {
  const other = await openDatabase(address);
  await other.query('BEGIN; LOCK TABLE things IN ROW EXCLUSIVE MODE');
  const run = await migrator('    pass', { revisionTimeoutMs: 1_500 });
  const failed = await run.go().catch((error: Error) => error);
  await other.close();
  expect(failed).toMatchObject({
    code: 'migrator.deadline',
    hint: expect.stringContaining('--revision-limit'),
  });
  expect(failed).toMatchObject({
    message: expect.stringMatching(
      /^gave up after 2 s waiting for revision harmless: its statement has run for \d s, waiting for Lock\/relation, held up by process \d+ \(postgres baiup\): BEGIN; LOCK TABLE.*: CREATE INDEX/,
    ),
  });
});

it('says that it waits for something other than the database', async () => {
  const run = await migrator('    op.execute("SELECT 42")\n    time.sleep(60)', { revisionTimeoutMs: 1_500 });
  await expect(run.go()).rejects.toMatchObject({
    code: 'migrator.deadline',
    message: expect.stringMatching(
      /revision second: .*idle in transaction.*so it waits for something else; its last statement: SELECT 42/,
    ),
  });
});

it.each([
  [
    'a loop',
    '    for thing, password in {"one": "1", "two": "x"}.items():\n        int(password)',
    '(at thing "two")',
  ],
  [
    'a comprehension',
    '    {thing: int(value[1:]) for thing, value in {"one": "x1", "two": "xx"}.items()}',
    '(at thing "two")',
  ],
  [
    'rows',
    '    for row in op.get_bind().execute(sa.text("SELECT id, name FROM things ORDER BY id")).fetchall():\n        int(row.name)',
    '(at row.id "1", row.name "thing 1")',
  ],
  ['no loop', '    int("x")', 'failed: ValueError'],
])('a revision that fails in %s names what it was at', async (_what, body, words) => {
  await expect((await migrator(body)).go()).rejects.toMatchObject({
    code: 'migrator.revision-failed',
    message: expect.stringContaining(words),
  });
});
