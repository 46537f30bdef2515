import { appendFile, chmod, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Inventory } from '../../src/core/cluster/inventory.ts';
import { applyUntil } from './apply-until.ts';
import { killedOnce } from './killed-once.ts';
import { dumpLines, etcdPairs, inventoryOf, type Lab, openLab, sql, storeOf } from './lab.ts';
import { sessionsOf } from './sessions.ts';
import { workloadsAlike } from './workloads-alike.ts';

/** One real cluster, taken through everything that an operator lives through; the tests build on each other. */
let lab: Lab;
let cluster = '';
let inventory: Inventory;
let before: {
  readonly database: string[];
  readonly etcd: Record<string, string>;
  readonly webserverConf: Buffer;
};

let sessions: ReturnType<typeof sessionsOf>;
/** A session that ends while the new release runs: the restored database is told of it again. */
let ending = 'no such session';

const planFile = (): string => join(lab.folder, 'plan.json');
const webserverConf = (): string =>
  inventory.components.find(({ component }) => component === 'webserver')?.config ?? '';
/** As a webserver of 24.03 takes it, and one of 24.09 does not. */
const logstash = `
# where our logs go
[logging.logstash]
endpoint = "localhost:9300" # not started here
protocol = "tcp"
ssl-enabled = true
ssl-verify = true
`;
const on = (): string[] => ['--cluster', cluster];

async function expectHealthyAt(version: string): Promise<void> {
  const { json } = await lab.json('status', ...on());
  const present = json.components.filter(({ absent }: { absent?: string }) => absent === undefined);
  const seen = present.map((each: { version: string; healthy: boolean }) => [each.version, each.healthy]);
  // Manager, agent, storage-proxy, webserver, wsproxy.
  expect(seen).toEqual(Array(5).fill([version, true]));
  expect(json.database).toMatchObject({ revisions: [expect.any(String)], route: 'none' });
  expect(json.run).toBeNull();
  expect(json.findings).toEqual([]);
}

const asItIs = async () => ({
  database: await dumpLines(inventory),
  etcd: await etcdPairs(inventory),
  webserverConf: await readFile(webserverConf()),
});

async function expectAsBefore(): Promise<void> {
  const now = await asItIs();
  const ofOthers = (lines: readonly string[]) => lines.filter((line) => !line.includes(ending));
  expect(now.webserverConf).toEqual(before.webserverConf);
  expect(ofOthers(now.database)).toEqual(ofOthers(before.database));
  expect(now.etcd).toEqual(before.etcd);
}

async function makePlan(): Promise<void> {
  const { exitCode, json } = await lab.json('plan', '24.09.4', ...on(), '-o', planFile());
  const blockers = json.findings.filter((each: { severity: string }) => each.severity === 'blocker');
  expect({ exitCode, blockers }).toEqual({ exitCode: 0, blockers: [] });
}

beforeAll(async () => {
  lab = await openLab();
  const { exitCode, json } = await lab.json('sandbox', 'up', '--at', '24.03.11');
  expect({ exitCode, error: json.error }).toEqual({ exitCode: 0, error: undefined });
  cluster = json.cluster;
  inventory = await inventoryOf(cluster);
  await appendFile(webserverConf(), logstash);
  await chmod(webserverConf(), 0o640);
  sessions = sessionsOf(inventory);
  before = await asItIs();
});

afterAll(async () => {
  const { exitCode } = await lab.run(['sandbox', 'down']);
  await lab.close();
  expect(exitCode).toBe(0);
});

describe('a real cluster at 24.03.11', () => {
  it('is whole: components, users, a project, keypairs, a vfolder, registries in etcd', async () => {
    await expectHealthyAt('24.03.11');
    const [rows] = await sql(
      inventory,
      `SELECT (SELECT count(*) FROM users) > 1 AS users, (SELECT count(*) FROM groups) > 0 AS projects,
              (SELECT count(*) FROM keypairs) > 1 AS keypairs, (SELECT count(*) FROM vfolders) > 0 AS vfolders`,
    );
    expect(rows).toEqual({ users: true, projects: true, keypairs: true, vfolders: true });
    expect(Object.keys(before.etcd).some((key) => key.includes('config/docker/registry/'))).toBe(true);
  });

  it('is shown what a release changes in its configuration, before anything is', async () => {
    const { json } = await lab.json('plan', '24.09.4', ...on());
    expect(json.hops[0].configuration).toMatchObject([
      { member: 'w1', file: webserverConf(), rules: ['config-logstash-endpoint'] },
    ]);
    expect(json.hops[0].configuration[0].patch.filter((line: string) => /^[-+]/.test(line))).toEqual([
      '-endpoint = "localhost:9300" # not started here',
      '+endpoint = { host = "localhost", port = 9300 } # not started here',
    ]);
    await expectAsBefore();
  });

  it('is refused a plan while a configuration cannot be read, with its line', async () => {
    await writeFile(webserverConf(), Buffer.concat([before.webserverConf, Buffer.from('[oops\n')]));
    const { exitCode, json } = await lab.json('plan', '24.09.4', ...on());
    await writeFile(webserverConf(), before.webserverConf);
    const line = `${before.webserverConf}`.split('\n').length;
    expect(exitCode).toBe(2);
    expect(json.findings).toMatchObject([
      { code: 'configuration.unreadable', summary: expect.stringContaining(`line ${line}`) },
    ]);
  });

  it('is refused a plan while a registry has no project, with the command that fixes it', async () => {
    const store = storeOf(inventory);
    const [registry] = await store.readRegistries();
    expect(registry).toBeDefined();
    const { key = '', projects = [] } = registry ?? {};
    const projectKey = `${key}/project`;
    await store.delete(projectKey);
    const { exitCode, json } = await lab.json('plan', '24.09.4', ...on());
    await store.put(projectKey, projects.join(','));
    expect(exitCode).toBe(2);
    expect(json.findings).toMatchObject([{ code: 'etcd.registry-project', severity: 'blocker' }]);
    expect(json.findings[0].hint).toContain(projectKey);
    await expectAsBefore();
  });

  it('refuses a plan that is stale, naming what changed', async () => {
    await makePlan();
    const config = inventory.components.find(({ component }) => component === 'agent')?.config ?? '';
    const text = await readFile(config, 'utf8');
    await appendFile(config, '\n# edited\n');
    const { exitCode, json } = await lab.json('apply', planFile(), ...on(), '--yes');
    await writeFile(config, text);
    expect(exitCode).toBe(2);
    expect(json.error).toMatchObject({ code: 'plan.stale', left: 'nothing was changed' });
    expect(json.error.message).toContain('configuration of a1');
  });

  it('says what is wrong when its database cannot be reached', async () => {
    const elsewhere = join(lab.folder, 'elsewhere.yaml');
    const text = await readFile(cluster, 'utf8');
    await writeFile(elsewhere, text.replace(`port: ${inventory.database.port}`, 'port: 1'));
    const { exitCode, json } = await lab.json('status', '--cluster', elsewhere);
    expect(exitCode).toBe(1);
    expect(json.error).toMatchObject({ code: 'database.unreachable', hint: expect.any(String) });
  });

  it('is taken back when a revision raises, and says why', async () => {
    // 7c8501cec07b adds this very column: it raises when six revisions are committed and the registries are gone from etcd.
    await sql(inventory, 'ALTER TABLE images ADD COLUMN project varchar');
    const trapped = { database: await dumpLines(inventory), etcd: await etcdPairs(inventory) };
    const { exitCode, json } = await lab.json('apply', planFile(), ...on(), '--yes', '--no-rehearsal');
    expect({ exitCode, state: json.state }).toEqual({ exitCode: 1, state: 'failed' });
    expect(json.failure).toMatchObject({ step: '1.migrate.schema', code: 'migrator.revision-failed' });
    expect(json.failure.message).toContain('7c8501cec07b');
    expect(await readFile(join(json.evidence, 'm1.log'), 'utf8')).not.toBe('');
    await expectHealthyAt('24.03.11');
    expect(await dumpLines(inventory)).toEqual(trapped.database);
    expect(await etcdPairs(inventory)).toEqual(trapped.etcd);
    await sql(inventory, 'ALTER TABLE images DROP COLUMN project');
    await expectAsBefore();
  });

  it('is rehearsed on copies of its data, and not touched', async () => {
    await makePlan();
    const { exitCode, json } = await lab.json('rehearse', planFile(), ...on());
    expect({ exitCode, ok: json.ok, repeats: json.repeats }).toEqual({
      exitCode: 0,
      ok: true,
      repeats: true,
    });
    expect(json.hops).toMatchObject([
      { revisions: { length: 8 }, drift: { structural: 0 }, alembicVersion: ['e9e574a6e22d'], ok: true },
    ]);
    expect(json.etcdChanged.some((key: string) => key.includes('config/docker/registry/'))).toBe(true);
    const [low, high] = json.downtime.predictedRange;
    expect(low < json.downtime.predicted && json.downtime.predicted < high).toBe(true);
    expect(json.restore).toBeGreaterThan(0);
    expect(await readdir(join(lab.folder, 'baiup/rehearsals'))).toEqual([]);
    await expectAsBefore();
    await expectHealthyAt('24.03.11');
  });

  it('has sessions that run', async () => {
    await sessions.begin('kept');
    ending = await sessions.begin('ending');
    before = await asItIs();
  });

  it('has its workloads seen by the API as they are in the database', async () => {
    const seen = await workloadsAlike(lab, cluster);
    expect(seen).toMatchObject({ release: '24.03.11', pending: [], totals: { running: 2 } });
    expect(seen.sessions.map(({ name }: { name: string }) => name)).toEqual(['kept', 'ending']);
    expect(seen.sessions[0]).toMatchObject({ kind: 'interactive', status: 'RUNNING', slots: { cpu: 1 } });
    expect(seen.agents).toMatchObject([{ id: seen.sessions[0].agents[0], status: 'ALIVE', sessions: 2 }]);
  });

  it('goes on where a killed apply stopped, to 24.09.4, and proves it', async () => {
    await makePlan();
    const killed = { run: 'r-2', began: '1.migrate.schema', act: (kill: () => void) => kill() };
    expect((await applyUntil(lab, ['apply', planFile(), ...on(), '--yes'], killed)).exitCode).toBe(137);
    const { json: open } = await lab.json('runs');
    expect(open.at(-1)).toMatchObject({ run: 'r-2', state: 'cut', driver: { life: 'dead' } });

    // Killed once more, in the middle of its proof: the next one ends that session.
    await killedOnce(lab, ['apply', planFile(), ...on(), '--yes'], async () => (await sessions.proofs()) > 0);

    const { exitCode, json } = await lab.json('apply', planFile(), ...on(), '--yes');
    expect({ exitCode, run: json.run, state: json.state }).toEqual({
      exitCode: 0,
      run: 'r-2',
      state: 'done',
    });
    expect(json.downtime.actual).toBeGreaterThan(1);
    await expectHealthyAt('24.09.4');

    const { json: shown } = await lab.json('show', 'r-2');
    const result = (step: string) => shown.steps.find((each: { step: string }) => each.step === step)?.result;
    expect(result('1.prove.session')).toMatchObject({
      running: expect.any(Number),
      ended: expect.any(Number),
    });
    expect(result('1.prove.schema')).toMatchObject({ revisions: ['e9e574a6e22d'], structural: 0 });
    expect(result('1.migrate.schema').revisions).toHaveLength(8);
    expect(result('1.configure.w1')).toEqual({ changed: ['logging.logstash.endpoint'] });
    const text = `${before.webserverConf}`.replace('"localhost:9300"', '{ host = "localhost", port = 9300 }');
    expect(await readFile(webserverConf(), 'utf8')).toBe(text);
    expect((await stat(webserverConf())).mode & 0o777).toBe(0o640);
  });

  it('has nothing to do at its target', async () => {
    const { exitCode, json } = await lab.json('plan', '24.09.4', ...on());
    expect({ exitCode, hops: json.hops }).toEqual({ exitCode: 0, hops: [] });
    const applied = await lab.json('apply', planFile(), ...on(), '--yes');
    expect(applied).toMatchObject({ exitCode: 0, json: { state: 'done', run: null } });
  });

  it('refuses a downgrade and points to rollback', async () => {
    const { exitCode, json } = await lab.json('plan', '24.03.11', ...on());
    expect(exitCode).toBe(2);
    expect(JSON.stringify(json.findings)).toContain('baiup rollback');
  });

  it('keeps its sessions, and begins others', async () => {
    expect(await sessions.logs('kept')).toBe('my logs');
    await sessions.end('ending');
    await sessions.begin('begun-since');
    expect(await sessions.proofs()).toBe(0);
  });

  it('comes back whole by rollback, and says which sessions are given up', async () => {
    const { exitCode, json } = await lab.json('rollback', 'r-2', ...on(), '--yes');
    expect({ exitCode, state: json.state }).toEqual({ exitCode: 0, state: 'rolled-back' });
    const told = json.givenUp.map(({ name, ended }: { name: string; ended: boolean }) => [name, ended]);
    expect(told).toEqual([['begun-since', true]]);
    expect(json.endedSince).toMatchObject([{ name: 'ending', ended: true }]);
    expect(await sessions.logs('kept')).toBe('my logs');
    expect(await sessions.stateOf('ending')).toBe('TERMINATED');
    await expectHealthyAt('24.03.11');
    await expectAsBefore();
    expect(await lab.json('rollback', 'r-2', ...on())).toMatchObject({
      exitCode: 0,
      json: { state: 'rolled-back' },
    });
  });

  it('is taken back when a new component does not start', async () => {
    await makePlan();
    // Only as a service: what fails to import is found before the stop. A file of its own: uv links to its cache.
    const packages = join(cluster, '../environments/webserver-24.09.4/lib/python3.12/site-packages');
    const program = join(packages, 'ai/backend/web/server.py');
    const text = await readFile(program, 'utf8');
    const broken = 'import os\nif "BAIUP_SERVICE" in os.environ: raise SystemExit("broken on purpose")';
    await rm(program);
    await writeFile(program, text.replace(/^import /m, `${broken}\nimport `));
    const { exitCode, json } = await lab.json('apply', planFile(), ...on(), '--yes');
    expect({ exitCode, state: json.state }).toEqual({ exitCode: 1, state: 'failed' });
    expect(json.failure).toMatchObject({ step: '1.start.w1', code: 'service.not-ready' });
    expect(json.failure.message).toContain('broken on purpose');
    await expectHealthyAt('24.03.11');
    await expectAsBefore();
  });
});
