import { chmod, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { Plan } from '../../src/core/plan/plan.ts';
import { identified } from '../../src/core/plan/plan-id.ts';
import { thisMachine } from '../../src/io/hosts/this-machine.ts';
import { openSmallRuns, type SmallRuns } from './small-run.ts';

/** Whole runs over states that nothing has looked for before the stop: they are caught, and all is back. */
let runs: SmallRuns;
let python: string;

beforeAll(async () => {
  runs = await openSmallRuns();
  python = join(runs.small.folder, 'manager-24.09.4/bin/python');
  await runs.small.sql(`CREATE ROLE bai LOGIN; ALTER TABLE things OWNER TO bai; ALTER TABLE users OWNER TO bai;
    ALTER TABLE sessions OWNER TO bai; ALTER TABLE alembic_version OWNER TO bai`);
});
afterEach(async () => {
  await rm(python);
  await symlink('/usr/bin/python3', python);
  await runs.reset();
});
afterAll(() => runs?.close());

const pass = '    pass';

/** What a revision needs to have nothing of it dressed as the rest. */
const undressed = `    import migrate_roles
    migrate_roles.Roles.dress = lambda self, connection: None
    op.execute("CREATE TABLE made (id int)")`;

const meets = `    connection = op.get_bind()
    for name in [row[0] for row in connection.execute(sa.text("SELECT name FROM things ORDER BY id"))]:
        if name == "thing 7":
            raise KeyError("project")`;

/** The plan with a comparison of the environments that its service had and has. */
function comparing(plan: Plan): Plan {
  const environment = (version: string): string => join(runs.small.folder, `manager-${version}`);
  const compare = {
    id: '1.prove.environments',
    kind: 'environment.prove',
    title: 'entry points',
    params: { hop: 1, version: '24.09.4', members: [{ member: 'm1', from: environment('24.03.11') }] },
    needs: ['1.start-m1'],
    hosts: ['here'],
    estimate: 1,
  };
  const hops = plan.hops.map((hop) => ({
    ...hop,
    phases: hop.phases.map((phase) => ({ ...phase, steps: [...phase.steps, compare] })),
  }));
  return identified({ ...plan, hops });
}

/** An environment with one package of its own, which declares an entry point. */
async function withMonitor(): Promise<void> {
  const environment = join(runs.small.folder, 'manager-24.03.11');
  await writeFile(join(environment, 'pyvenv.cfg'), 'home = /usr/bin\n');
  const asks = 'import sysconfig; print(sysconfig.get_path("purelib"), end="")';
  const { stdout } = await thisMachine.run({
    argv: [join(environment, 'bin/python'), '-c', asks],
    timeoutMs: 10_000,
  });
  const packaged = join(stdout, 'site_monitor-1.0.dist-info');
  await mkdir(packaged, { recursive: true });
  await writeFile(join(packaged, 'METADATA'), 'Metadata-Version: 2.1\nName: site-monitor\nVersion: 1.0\n');
  await writeFile(
    join(packaged, 'entry_points.txt'),
    '[backendai_stats_monitor_v10]\ngraphs = site_monitor:Monitor\n',
  );
}

/** A program that does not start as the service starts it. */
async function withoutCommand(): Promise<void> {
  await rm(python);
  await writeFile(python, '#!/bin/sh\necho "No module named small_manager" >&2\nexit 1\n');
  await chmod(python, 0o755);
}

it.each<[string, string, (() => Promise<void>) | undefined, string]>([
  [
    'roles: what the migrator made is not the owner’s',
    undressed,
    undefined,
    'table made belongs to postgres, not to bai',
  ],
  ['registries: the row that a revision does not get over', meets, undefined, 'thing 7'],
  ['start commands: the service’s own', pass, withoutCommand, 'No module named small_manager'],
  [
    'plugins: an entry point of the environment before',
    pass,
    withMonitor,
    'm1 has lost graphs (backendai_stats_monitor_v10), which site-monitor 1.0 had',
  ],
])('%s', async (_what, body, given, says) => {
  await given?.();
  const before = await runs.small.contents();
  const run = await runs.begin(body, undefined, comparing);
  const { exit, stdout } = await runs.drive(['resume', run.id]).ended;
  expect({ exit, says: stdout.replace(/\s+/g, ' ').includes(says) ? says : stdout }).toEqual({
    exit: 1,
    says,
  });
  expect((await run.view()).state).toBe('failed');
  expect(await runs.small.contents()).toEqual(before);
  expect(await runs.serving()).toBe('24.03.11');
});
