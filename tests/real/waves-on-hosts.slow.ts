import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { labDown } from '../../scripts/lab/down.ts';
import { endHost } from '../../scripts/lab/machine.ts';
import type { Lab } from '../../scripts/lab/record.ts';
import { labObstacle } from '../../scripts/lab/requirements.ts';
import { labUp } from '../../scripts/lab/up.ts';
import { cacheHome } from '../../src/lib/state-home.ts';
import { waitFor } from '../../src/lib/wait.ts';
import { labName } from '../lab/lab-name.ts';
import { startDriven } from './driven.ts';

const obstacle = await labObstacle();
const title = `agents in waves on real hosts${obstacle === undefined ? '' : ` [left out: ${obstacle}]`}`;
const name = labName('waves');
const [before, after] = ['24.03.10', '24.03.11'] as const;
const program = join(import.meta.dirname, '../../bin/baiup');

vi.setConfig({ testTimeout: 1_200_000 });

interface Status {
  readonly components: readonly { readonly id: string; readonly version: string | null }[];
  readonly findings: readonly { readonly code: string; readonly subject: string; readonly summary: string }[];
}

describe.skipIf(obstacle !== undefined)(title, () => {
  let lab: Lab;
  let home = '';
  const inHome = (file: string): string => join(home, file);
  const baiup = (...words: string[]) =>
    startDriven(['env', `BAIUP_HOME=${home}`, program, ...words, '--cluster', inHome('cluster.yaml')]);
  const labOn = () => labUp({ name, shape: 'small', version: before });
  const switchOff = (host: string) =>
    endHost(lab, lab.hosts.find((each) => each.name === host) as Lab['hosts'][number]);

  /** The releases of the manager and both agents, and which agents are behind. */
  async function status() {
    const { stdout } = await baiup('status', '--format', 'json').ended;
    const { components, findings } = JSON.parse(stdout) as Status;
    const behind = findings.filter(({ code }) => code === 'agent.behind');
    return {
      releases: ['m1', 'a1', 'a2'].map(
        (id) => components.find((each) => each.id === id)?.version ?? 'unseen',
      ),
      behind: behind.map(({ subject, summary }) => `${subject}: ${summary.replace(/^.*, and /, '')}`),
    };
  }
  let begun = 0;
  /** The name of the run that begins next. */
  const nextRun = (): string => {
    begun += 1;
    return `r-${begun}`;
  };
  const upgraded = { releases: [after, after, after], behind: [] };

  /** Carries a plan out, and switches the host of the second agent off while the canary is watched. */
  async function applyWithPowerCut(failures: string) {
    const run = nextRun();
    const waves = ['--waves', '1', '--canary', 'a1', '--bake', '10s', '--failures', failures];
    await baiup('plan', after, ...waves, '-o', inHome(`${run}.json`)).ends(0);
    const driven = baiup('apply', inHome(`${run}.json`), '--no-rehearsal', '--yes');
    const journal = () => readFile(inHome(`runs/${run}/journal.jsonl`), 'utf8').catch(() => '');
    const over = new AbortController();
    driven.ended.then(() => over.abort());
    const isWatched = async () => /"step.started".*"1.gate.wave-0"/.test(await journal()) || undefined;
    const what = 'the canary to be watched';
    await waitFor(isWatched, { timeoutMs: 600_000, everyMs: 100, what, signal: over.signal }).catch(
      async (error: unknown) => {
        if (over.signal.aborted) await driven.ends(-1);
        throw error;
      },
    );
    await switchOff('a2');
    return { run, driven };
  }

  beforeAll(async () => {
    await labDown(name);
    lab = await labOn();
    home = await mkdtemp(join(tmpdir(), 'baiup-waves-'));
    await symlink(cacheHome(), inHome('cache'));
    const hosts = lab.hosts.flatMap((host) => ['--host', host.name]);
    const init = ['init', '--ssh-config', lab.layout.sshConfig, ...hosts, '-o', inHome('cluster.yaml')];
    await startDriven(['env', `BAIUP_HOME=${home}`, program, ...init]).ends(0);
    const text = await readFile(inHome('cluster.yaml'), 'utf8');
    await writeFile(inHome('cluster.yaml'), text.replace(/^ssh:$/m, 'ssh:\n  lostAfter: 15'), {
      mode: 0o600,
    });
  }, 900_000);
  afterAll(async () => {
    await labDown(name);
    if (home) await rm(home, { recursive: true, force: true });
  });

  it('one is switched off between two waves: it is postponed, told as behind, and finished once it is on', async () => {
    const { run, driven } = await applyWithPowerCut('1');
    const { stdout } = await driven.ends(0);
    expect(stdout).toContain('Postponed: one agent keeps the release of before.');
    expect(stdout).toContain(`baiup apply --remaining ${run}`);
    expect(await status()).toEqual({
      releases: [after, after, 'unseen'],
      behind: ['a2: nobody can see its release'],
    });
    const later = await baiup('plan', '24.09.4').ends(2);
    expect(later.stdout + later.stderr).toMatch(/agent a2 on a2 is behind/);
    expect((await baiup('apply', '--remaining', run, '--yes').ends(2)).stderr).toMatch(/a2/);
    await labOn();
    expect(await status()).toEqual({
      releases: [after, after, before],
      behind: [`a2: it has ${before}`],
    });
    const rest = nextRun();
    await baiup('apply', '--remaining', run, '--no-rehearsal', '--yes').ends(0);
    expect(await status()).toEqual(upgraded);
    expect((await baiup('apply', '--remaining', run, '--yes').ends(2)).stderr).toContain(rest);
    await baiup('rollback', rest, '--yes').ends(0);
    await baiup('rollback', run, '--yes').ends(0);
    expect(await status()).toEqual({ releases: [before, before, before], behind: [] });
  });

  it('one is off already when the plan is made: the plan is for the others, and says so', async () => {
    await switchOff('a2');
    const waves = ['--waves', '1', '--bake', '0', '-o', inHome('off.json')];
    const planned = await baiup('plan', after, ...waves).ends(0);
    expect(planned.stdout).toContain('a2 does not answer, so agent a2 keeps its release');
    const run = nextRun();
    await baiup('apply', inHome('off.json'), '--no-rehearsal', '--yes').ends(0);
    expect(await status()).toMatchObject({ releases: [after, after, 'unseen'] });
    const still = await baiup('apply', '--remaining', run, '--yes').ends(2);
    expect(still.stderr).toContain('a2 still does not answer');
    await labOn();
    const rest = nextRun();
    await baiup('apply', '--remaining', run, '--no-rehearsal', '--yes').ends(0);
    expect(await status()).toEqual(upgraded);
    await baiup('rollback', rest, '--yes').ends(0);
    await baiup('rollback', run, '--yes').ends(0);
  });

  it('none may fail, and one does: the run stops, and goes on without it', async () => {
    const { run, driven } = await applyWithPowerCut('0');
    const { stdout } = await driven.ends(3);
    expect(stdout).toContain(`baiup resume ${run} --postpone a2`);
    await baiup('resume', run, '--postpone', 'a2', '--yes').ends(0);
    expect(await status()).toMatchObject({ releases: [after, after, 'unseen'] });
    await labOn();
    await baiup('apply', '--remaining', run, '--no-rehearsal', '--yes').ends(0);
    expect(await status()).toEqual(upgraded);
  });
});
