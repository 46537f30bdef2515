import { afterEach, expect, it } from 'vitest';
import { waitFor } from '../../lib/wait.ts';
import { beginJob, type JobState, jobOutput, readJob, removeJob } from './job.ts';
import type { Host } from './port.ts';
import type { GivenHost } from './program-contract.ts';

/** What every real host does with commands that go on without us. */
export function jobContract(given: () => Pick<GivenHost, 'host' | 'folder'>): void {
  const begun: { host: Host; name: string }[] = [];
  let jobs = 0;
  const begin = async (text: string) => {
    const { host, folder } = given();
    jobs += 1;
    const name = `test-${process.pid}-${jobs}`;
    const job = { name, argv: ['sh', '-c', text] as const, cwd: folder, env: { PATH: '/usr/bin:/bin' } };
    begun.push({ host, name });
    await beginJob(host, job);
    return { host, name, again: () => beginJob(host, job) };
  };
  afterEach(async () => {
    for (const { host, name } of begun.splice(0)) await removeJob(host, name);
  });
  const ended = (host: Host, name: string): Promise<JobState> =>
    waitFor(
      async () => {
        const state = await readJob(host, name);
        return state?.kind === 'runs' ? undefined : state;
      },
      { timeoutMs: 10_000, everyMs: 20, what: 'the job to end' },
    );

  it('has jobs that are found again by their names, with what they printed and how they ended', async () => {
    const { host, name } = await begin('echo out; echo err >&2; exit 3');
    expect(await ended(host, name)).toEqual({ kind: 'ended', exitCode: 3 });
    expect(await jobOutput(host, name)).toBe('out\nerr\n');
    await removeJob(host, name);
    expect(await readJob(host, name)).toBeUndefined();
    expect(await jobOutput(host, name)).toBe('');
  });

  it('begins a job once, and ends it with all that it started', async () => {
    const { host, name, again } = await begin('echo begun; sleep 60 & sleep 60');
    await again();
    const state = await readJob(host, name);
    expect(state).toMatchObject({ kind: 'runs' });
    const printed = async () => (await jobOutput(host, name)) || undefined;
    expect(await waitFor(printed, { timeoutMs: 10_000, everyMs: 20, what: 'its output' })).toBe('begun\n');
    const group = state?.kind === 'runs' ? state.pid : 0;
    await removeJob(host, name);
    await waitFor(async () => (await host.processes({ group })).length === 0 || undefined, {
      timeoutMs: 5_000,
      what: 'its end',
    });
  });

  it('says that a job is gone which somebody has killed', async () => {
    const { host, name } = await begin('kill -9 $PPID; sleep 0.2');
    expect(await ended(host, name)).toEqual({ kind: 'gone' });
  });
}
