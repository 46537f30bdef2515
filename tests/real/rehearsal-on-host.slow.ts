import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RehearseOptions } from '../../src/app/rehearsal/rehearse-options.ts';
import type { Plan } from '../../src/core/plan/plan.ts';
import type { RunEvent } from '../../src/core/run/event.ts';
import { hasSshd, ownSshd } from '../../src/io/hosts/own-sshd.ts';
import { wheelFolder } from '../../src/io/python/wheel-folder.ts';
import { findEtcdServer } from '../../src/io/services/etcd-server.ts';
import { findPostgresPrograms } from '../../src/io/services/find-postgres-programs.ts';
import { rehearseSmall } from './rehearse-small.ts';
import { openSmallCluster, type SmallCluster } from './small-cluster.ts';
import { cutConnections } from './ssh-connections.ts';

const isThere = await hasSshd();

afterAll(() => {
  const why = 'left out: rehearsals on hosts by SSH, because this machine has no sshd (openssh-server)\n';
  if (!isThere) process.stderr.write(why);
});

/** Processes whose words name a folder. */
async function processesOf(folder: string): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const words = (pid: string) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  const found = await Promise.all(
    pids.map(async (pid) => ((await words(pid)).includes(folder) ? [pid] : [])),
  );
  return found.flat();
}

describe.skipIf(!isThere)('a rehearsal on a host by SSH', () => {
  let there = '';
  let server: Awaited<ReturnType<typeof ownSshd>>;
  let small: SmallCluster;
  let before: Awaited<ReturnType<SmallCluster['contents']>>;
  let plan: Plan;

  beforeAll(async () => {
    there = await mkdtemp(join(tmpdir(), 'baiup-copies-'));
    const sources = { wheels: wheelFolder };
    const [{ postgres }, etcd] = await Promise.all([findPostgresPrograms(sources), findEtcdServer(sources)]);
    const path = [dirname(postgres), dirname(etcd), process.env['PATH']].join(':');
    server = await ownSshd({ XDG_STATE_HOME: there, PATH: path });
    const { destination: ssh, port, config } = server;
    small = await openSmallCluster({ hosts: { here: { ssh, port } }, ssh: { config, lostAfter: 5 } });
    before = await small.contents();
    plan = await small.plan([
      { id: 'second', body: '    op.execute("UPDATE things SET name = upper(name)")' },
    ]);
  });
  afterEach(async () => {
    expect(await small.contents()).toEqual(before);
    expect(await small.leftovers()).toEqual({ folders: [], processes: [] });
  });
  afterAll(async () => {
    await small?.close();
    await server?.end();
    await rm(there, { recursive: true, force: true });
  });

  const rehearse = (more: Partial<RehearseOptions> = {}) =>
    rehearseSmall(small, plan, { on: 'here', ...more }, { database: 1e6, free: 1 });

  const begins = (title: string, act: () => Promise<unknown>) => (event: RunEvent) => {
    if (event.kind === 'step.started' && event.title === title) void act();
  };

  it('has its copies there, takes no room here, and leaves nothing on either', async () => {
    let seen: readonly string[] = [];
    const look = async () => {
      const [folder = ''] = await readdir(join(there, 'baiup/rehearsals'));
      seen = await readdir(join(there, 'baiup/rehearsals', folder));
    };
    const onEvent = begins('Go back: restore the copies', look);
    const { receipt } = await rehearse({ onEvent });
    expect(receipt).toMatchObject({ ok: true, repeats: true, copy: { host: 'here' } });
    expect(receipt.hops[0]?.revisions).toMatchObject([{ id: 'second', rows: { updated: 1000 } }]);
    expect([...seen].sort()).toEqual(['cluster.dump', 'etcd', 'm1.toml', 'postgres', 'run']);
    expect(await readdir(join(there, 'baiup/rehearsals'))).toEqual([]);
    expect(await processesOf(join(there, 'baiup/rehearsals'))).toEqual([]);
  });

  it('ends with the way to that host, and says which server was lost', async () => {
    const cut = () => cutConnections(String(server.port));
    const onEvent = begins('Run it a second time: nothing must change', cut);
    await expect(rehearse({ onEvent })).rejects.toMatchObject({
      code: 'rehearsal.server-died',
      hint: 'rehearse again; if the server ends again, here may lack memory',
    });
    expect(await processesOf(join(there, 'baiup/rehearsals'))).toEqual([]);
    expect(await readdir(join(there, 'baiup/rehearsals'))).toEqual([]);
  });

  it('is refused on a host that the cluster does not have', async () => {
    await expect(rehearse({ on: 'h9' })).rejects.toMatchObject({
      code: 'rehearsal.host-unknown',
      message: 'the cluster has no host h9',
      hint: 'it has: here',
    });
  });
});
