import { expect, it } from 'vitest';
import { waitFor } from '../../lib/wait.ts';
import type { GivenHost } from './program-contract.ts';

/** Longer than any test may take. */
const forEver = '900';

/** How a host with real processes ends what has started others. */
export function cutContract(given: () => Pick<GivenHost, 'host' | 'folder'>): void {
  const left = async (mark: string) => given().host.processes({ variable: 'CUT_MARK', value: mark });

  it('ends all that a command has started, at its deadline and when it is told to stop', async () => {
    const { host, folder } = given();
    const argv = ['sh', '-c', `trap '' TERM; sleep ${forEver} & sleep ${forEver}; wait`] as const;
    const env = { CUT_MARK: folder };
    await expect(host.run({ argv, env, timeoutMs: 300 })).rejects.toMatchObject({ code: 'command.deadline' });
    const cut = new AbortController();
    const running = host.run({ argv, env, timeoutMs: 60_000, signal: cut.signal });
    const begun = async () => (await left(folder)).length >= 3 || undefined;
    await waitFor(begun, { timeoutMs: 10_000, everyMs: 20, what: 'it to run' });
    cut.abort(new Error('enough'));
    await expect(running).rejects.toThrow('enough');
    const gone = async () => (await left(folder)).length === 0 || undefined;
    await waitFor(gone, { timeoutMs: 10_000, everyMs: 20, what: 'all of it to end' });
  });

  it('does not wait for what has left a command and holds its output', async () => {
    const { host, folder } = given();
    const mark = `${folder}/left`;
    const env = { CUT_MARK: mark };
    const argv = ['sh', '-c', `setsid sleep ${forEver} & sleep 0.3`] as const;
    try {
      await expect(host.run({ argv, env, timeoutMs: 600 })).rejects.toMatchObject({
        code: 'command.deadline',
      });
      const talk = await host.talk({ argv, env }, { line: () => undefined, error: () => undefined });
      const away = async () => (await left(mark)).length >= 3 || undefined;
      await waitFor(away, { timeoutMs: 10_000, everyMs: 5, what: 'it to start another' });
      await talk.kill();
      expect(await talk.ended).toEqual(expect.any(Number));
    } finally {
      await host.signal(
        (await left(mark)).map(({ pid }) => pid),
        'SIGKILL',
      );
    }
  });
}
