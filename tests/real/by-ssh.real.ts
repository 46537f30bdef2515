import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { runJournal } from '../../src/app/records/run-journal.ts';
import { hasSshd, ownSshd } from '../../src/io/hosts/own-sshd.ts';
import { waitFor } from '../../src/lib/wait.ts';
import { waitsForTest } from './small-cluster.ts';
import { openSmallRuns, type SmallRuns } from './small-run.ts';
import { cutConnections, sshConnections } from './ssh-connections.ts';

const isThere = await hasSshd();
const revision = '    op.execute("UPDATE things SET name = upper(name)")';

afterAll(() => {
  if (!isThere)
    process.stderr.write('left out: runs by SSH, because this machine has no sshd (openssh-server)\n');
});

describe.skipIf(!isThere)('a run of a host by SSH', () => {
  let server: Awaited<ReturnType<typeof ownSshd>>;
  let runs: SmallRuns;
  let folder = '';
  /** Sessions of baiup that have a folder on the host, which has a temporary folder of its own. */
  const sessions = (): Promise<string[]> => readdir(join(folder, `baiup-${userInfo().uid}`)).catch(() => []);
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'baiup-by-ssh-'));
    server = await ownSshd({ XDG_STATE_HOME: folder, TMPDIR: folder });
    const { destination: ssh, port, config } = server;
    runs = await openSmallRuns({ hosts: { here: { ssh, port } }, ssh: { config, lostAfter: 30 } });
  });
  afterEach(() => runs.reset());
  afterAll(async () => {
    await runs?.close();
    await server?.end();
    await rm(folder, { recursive: true, force: true });
  });

  it('goes there and back, and leaves nothing on the host', async () => {
    const before = await sessions();
    const run = await runs.begin(revision);
    await runs.drive(['resume', run.id]).ends(0);
    expect(await runs.serving()).toBe('24.09.4');
    await runs.drive(['rollback', run.id, '--yes']).ends(0);
    expect(await runs.serving()).toBe('24.03.11');
    const left = (await sessions()).filter((each) => !before.includes(each));
    // The one of this process, which looked at the cluster, is there as long as it is.
    expect(left.length).toBeLessThanOrEqual(1);
    // Whose turn it was stays: the last one is the way back.
    const [fence = ''] = await readdir(join(folder, 'baiup/fence'));
    const said = JSON.parse(await readFile(join(folder, 'baiup/fence', fence), 'utf8'));
    const record = await runJournal().reader(run.id);
    expect(said).toMatchObject({ run: record.id, running: [], number: expect.any(Number) });
  });

  it('goes on after its connection was cut in the middle', async () => {
    const held = await runs.small.lockMigration();
    const run = await runs.begin(`${waitsForTest}\n${revision}`);
    const driven = runs.drive(['resume', run.id]);
    await held.waits(driven);
    expect(await cutConnections(String(server.port))).toBeGreaterThan(0);
    await held.release();
    await driven.ends(0);
    expect((await run.view()).state).toBe('done');
    expect(await runs.serving()).toBe('24.09.4');
  });

  it('is left by its connections as soon as baiup is killed, and goes on', async () => {
    const others = await sshConnections(String(server.port));
    const held = await runs.small.lockMigration();
    const run = await runs.begin(`${waitsForTest}\n${revision}`);
    const driven = runs.drive(['resume', run.id]);
    await held.waits(driven);
    const ours = async () =>
      (await sshConnections(String(server.port))).filter((pid) => !others.includes(pid));
    expect((await ours()).length).toBeGreaterThan(0);
    driven.process.kill('SIGKILL');
    // Its host could be called again for a minute and a half.
    await waitFor(async () => (await ours()).length === 0 || undefined, {
      timeoutMs: 30_000,
      everyMs: 50,
      what: 'the connections to end',
    });
    await held.release();
    expect(await runs.drive(['resume', run.id]).ended).toMatchObject({ exit: 0 });
    expect(await runs.serving()).toBe('24.09.4');
  });
});
