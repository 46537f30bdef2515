import { describe, expect, it } from 'vitest';
import type { Command } from '../../lib/command.ts';
import { kernelContainers } from './kernel-containers.ts';

const one = {
  Id: 'c1',
  Name: '/kernel.python.k1',
  Created: '2026-11-27T13:17:21Z',
  State: { Running: true, StartedAt: '2026-11-27T13:17:22Z' },
  Config: {
    Labels: { 'ai.backend.owner': 'i-a1', 'ai.backend.kernel-id': 'k1', 'ai.backend.session-id': 's1' },
  },
};

/** A host whose Docker answers the list of containers, then what each of them is. */
function host(listed: { exitCode?: number; stdout?: string; stderr?: string }, inspected: unknown) {
  const asked: string[] = [];
  const ask = async ({ argv, env }: Command) => {
    asked.push([env?.['DOCKER_HOST'], ...argv].join(' '));
    const rest = { exitCode: 0, stderr: '', durationMs: 0 };
    return argv[1] === 'ps'
      ? { ...rest, stdout: '', ...listed }
      : { ...rest, stdout: JSON.stringify(inspected) };
  };
  return { asked, host: { name: 'h1', ask } };
}

describe('kernelContainers', () => {
  it('are those that the agent owns, the oldest first', async () => {
    const older = {
      ...one,
      Id: 'c0',
      Created: '2026-11-27T12:00:00Z',
      State: { ...one.State, Running: false },
    };
    const given = host({ stdout: 'c1\nc0\n' }, [one, older]);
    const found = await kernelContainers(given.host, 'unix:///d.sock', 'i-a1');
    expect(found.map(({ id, running }) => [id, running])).toEqual([
      ['c0', false],
      ['c1', true],
    ]);
    expect(found[1]).toEqual({
      id: 'c1',
      name: 'kernel.python.k1',
      kernel: 'k1',
      session: 's1',
      running: true,
      created: '2026-11-27T13:17:21Z',
      started: '2026-11-27T13:17:22Z',
    });
    expect(given.asked[0]).toMatch(/^unix:\/\/\/d\.sock docker ps --all .*label=ai\.backend\.owner=i-a1/);
  });

  it('are none where the agent has none', async () => {
    const given = host({}, 'not asked');
    expect(await kernelContainers(given.host, 'unix:///d.sock', 'i-a1')).toEqual([]);
    expect(given.asked).toHaveLength(1);
  });

  it('cannot be told where Docker does not answer: nobody takes that for none', async () => {
    const given = host({ exitCode: 1, stderr: 'Cannot connect to the Docker daemon' }, []);
    await expect(kernelContainers(given.host, 'unix:///d.sock', 'i-a1')).rejects.toMatchObject({
      code: 'docker.unreachable',
      message: expect.stringContaining('Cannot connect'),
    });
  });

  it('nor where its answer makes no sense', async () => {
    const given = host({ stdout: 'c1\n' }, [{ Id: 'c1' }]);
    await expect(kernelContainers(given.host, 'unix:///d.sock', 'i-a1')).rejects.toMatchObject({
      code: 'docker.unreadable',
    });
  });
});
