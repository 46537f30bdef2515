import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RunEvent } from '../../src/core/run/event.ts';
import { hasSshd, ownSshd } from '../../src/io/hosts/own-sshd.ts';
import type { Driven } from './driven.ts';
import { waitsForTest } from './small-cluster.ts';
import { openSmallRuns, type SmallRuns } from './small-run.ts';
import { cutConnections } from './ssh-connections.ts';

const isThere = await hasSshd();
const good = '    op.execute("UPDATE things SET name = upper(name)")';
const failing = '    op.execute("SELECT no_such_column FROM things")';

const forward = [
  'expect',
  'warm',
  'stop-m1',
  'database',
  'etcd',
  'switch-m1',
  'migrate',
  'start-m1',
  'census',
];
const back = ['switch-m1', 'migrate', 'stop-m1'];

const tells =
  (kind: RunEvent['kind'], step: string) =>
  (event: RunEvent): boolean =>
    event.kind === kind && 'step' in event && event.step === `1.${step}`;

/** How it ended; what it said where that is not well. */
async function saidOf(driven: Driven) {
  const { exit, stdout, stderr } = await driven.ended;
  return { exit, said: exit === 0 ? '' : `${stdout}\n${stderr}` };
}

describe.skipIf(!isThere)(
  `faults of a run by SSH${isThere ? '' : ' [left out: this machine has no sshd (openssh-server)]'}`,
  () => {
    let server: Awaited<ReturnType<typeof ownSshd>>;
    let runs: SmallRuns;
    const cut = () => cutConnections(String(server.port));
    /** A run that a baiup of its own drives, and that has come to a step, or to its undo. */
    const reached = async (revision: string, kind: RunEvent['kind'], step: string) => {
      const run = await runs.begin(revision);
      const driven = runs.drive(['resume', run.id]);
      await run.until(driven, tells(kind, step));
      return { run, driven };
    };
    /** One that waits in its migration, until that is let go on. */
    const inMigration = async (by: readonly string[] = []) => {
      const held = await runs.small.lockMigration();
      const run = await runs.begin(`${waitsForTest}\n${good}`);
      const driven = runs.drive(['resume', run.id], by);
      await held.waits(driven);
      return { run, driven, held };
    };
    beforeAll(async () => {
      server = await ownSshd();
      const { destination: ssh, port, config } = server;
      runs = await openSmallRuns({ hosts: { here: { ssh, port } }, ssh: { config, lostAfter: 15 } });
    });
    afterEach(async () => {
      // One that a test has stopped and that has failed is not missed by those after it.
      await server.start();
      await runs.reset();
    });
    afterAll(async () => {
      await runs?.close();
      await server?.end();
    });

    it.each(forward)('a connection cut when %s begins: the run goes on', async (step) => {
      const { driven } = await reached(good, 'step.started', step);
      await cut();
      expect(await saidOf(driven)).toEqual({ exit: 0, said: '' });
      expect(await runs.serving()).toBe('24.09.4');
    });

    it.each(back)('a connection cut when the undo of %s begins: the run goes back', async (step) => {
      const before = await runs.small.contents();
      const { run, driven } = await reached(failing, 'step.undoing', step);
      await cut();
      await driven.ends(1);
      expect((await run.view()).hops[0]?.state).toBe('undone');
      expect(await runs.serving()).toBe('24.03.11');
      expect(await runs.small.contents()).toEqual(before);
    });

    it.each(forward)('kill -9 of baiup when %s begins: resume goes on', async (step) => {
      // Another release than above: at first nobody knows what a fresh install of it is like.
      const { run, driven } = await reached(`${good} # killed`, 'step.started', step);
      driven.process.kill('SIGKILL');
      await driven.ended;
      expect(await saidOf(runs.drive(['resume', run.id]))).toEqual({ exit: 0, said: '' });
      expect(await runs.serving()).toBe('24.09.4');
    });

    it.each(back)('kill -9 of baiup when the undo of %s begins: resume goes back', async (step) => {
      const before = await runs.small.contents();
      const { run, driven } = await reached(failing, 'step.undoing', step);
      driven.process.kill('SIGKILL');
      await driven.ended;
      await runs.drive(['resume', run.id]).ended;
      expect((await run.view()).hops[0]?.state).toBe('undone');
      expect(await runs.serving()).toBe('24.03.11');
      expect(await runs.small.contents()).toEqual(before);
    });

    it('an sshd that refuses for a while: the run waits for it, and goes on', async () => {
      const { driven, held } = await inMigration();
      await server.stop();
      await cut();
      await driven.says('here to be reached again');
      await held.release();
      await server.start();
      expect(await saidOf(driven)).toEqual({ exit: 0, said: '' });
      expect(await runs.serving()).toBe('24.09.4');
    });

    it('an sshd that refuses for too long: the run says what is down, and goes back once it answers', async () => {
      const before = await runs.small.contents();
      const { run, driven, held } = await inMigration();
      await server.stop();
      await cut();
      const { exit, stdout } = await driven.ended;
      await held.release();
      await server.start();
      expect(exit).toBe(1);
      expect(stdout).toMatch(/here has not come back within 0\.3 minutes: .*Connection refused/);
      expect(stdout).toMatch(/m1 +manager m1 does not run 24\.03\.11/);
      expect(stdout).toContain(`baiup rollback ${run.id}`);
      expect(await saidOf(runs.drive(['rollback', run.id, '--yes']))).toEqual({ exit: 0, said: '' });
      expect(await runs.serving()).toBe('24.03.11');
      expect(await runs.small.contents()).toEqual(before);
    });

    it('a host key that changes in the middle: nothing more is done there, and it is named', async () => {
      const known = join(server.folder, 'known');
      const text = await readFile(known, 'utf8');
      const { run, driven, held } = await inMigration();
      await writeFile(known, `[127.0.0.1]:${server.port} ${await server.publicKey('other')}\n`);
      try {
        await cut();
        const { stdout, stderr } = await driven.ends(1);
        expect(stdout + stderr).toMatch(/another host key than the one that is known/);
      } finally {
        await writeFile(known, text);
      }
      await held.release();
      expect(await saidOf(runs.drive(['rollback', run.id, '--yes']))).toEqual({ exit: 0, said: '' });
      expect(await runs.serving()).toBe('24.03.11');
    });

    it('PostgreSQL that starts again during a revision: the run goes back', async () => {
      const before = await runs.small.contents();
      const run = await runs.begin(`    op.execute("SELECT pg_sleep(60)")\n${good}`);
      const driven = runs.drive(['resume', run.id]);
      const sleeping = async () => {
        const [found] = await runs.small.sql(
          "SELECT pid FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(60)'",
        );
        return found?.['pid'] as number | undefined;
      };
      const pid = await driven.until('the revision to run', sleeping);
      // A server of which one process crashes ends all others, and recovers.
      process.kill(pid, 'SIGKILL');
      await driven.ends(1);
      expect((await run.view()).hops[0]?.state).toBe('undone');
      expect(await runs.serving()).toBe('24.03.11');
      expect(await runs.small.contents()).toEqual(before);
    });

    it.each([
      ['a day ahead', 86_400_000],
      ['a day back', -86_400_000],
    ])('a clock that jumps %s in the middle changes nothing', async (_where, by) => {
      const jump = `const now=Date.now;let by=0;const Real=Date;globalThis.Date=class extends Real{constructor(...of){of.length?super(...of):super(Real.now())}};Real.now=Date.now=()=>now()+by;process.on('SIGUSR2',()=>{by=${by}})`;
      const option = `NODE_OPTIONS=--import=data:text/javascript,${encodeURIComponent(jump)}`;
      const { run, driven, held } = await inMigration(['env', option]);
      driven.process.kill('SIGUSR2');
      await setTimeout(1500);
      await held.release();
      expect(await saidOf(driven)).toEqual({ exit: 0, said: '' });
      const times = (await run.view()).ended;
      expect(Math.abs(Date.parse(String(times)) - Date.now() - by)).toBeLessThan(3_600_000);
      expect(await saidOf(runs.drive(['rollback', run.id, '--yes']))).toEqual({ exit: 0, said: '' });
      expect(await runs.serving()).toBe('24.03.11');
    });
  },
);
