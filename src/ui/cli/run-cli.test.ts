import { EventEmitter } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runCli } from './run-cli.ts';

// Each loads a command, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-cli-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const streamTo = (fd: number) => Object.assign(new EventEmitter(), { isTTY: false, fd });

/** One command line whose standard output goes to a file, and what it came to. */
async function ran(argv: readonly string[], stdout: string) {
  const said = join(folder, 'stderr');
  const [out, err] = [openSync(stdout, 'w'), openSync(said, 'w')];
  const target = Object.assign(new EventEmitter(), {
    stdout: streamTo(out),
    stderr: streamTo(err),
    env: { NO_COLOR: '1' },
  });
  const exit = await runCli(argv, target as unknown as NodeJS.Process);
  closeSync(out);
  closeSync(err);
  return { exit, stderr: readFileSync(said, 'utf8') };
}

const lost = '✗ the answer could not be written to standard output: ENOSPC: no space left on device, write\n';

describe('a standard output that takes nothing', () => {
  it.each([
    ['findings that refuse', ['path', '24.09.4', '24.03.11'], 2, 'downgrade'],
    ['the same as a document', ['path', '24.09.4', '24.03.11', '--format', 'json'], 2, 'downgrade'],
    [
      'an error as a document',
      ['show', '/nowhere/plan.json', '--format', 'json'],
      64,
      'there is no such file',
    ],
  ])('hides nothing of a refusal: %s', async (_what, argv, exit, reason) => {
    const ended = await ran(argv, '/dev/full');
    expect(ended.exit).toBe(exit);
    expect(ended.stderr.slice(0, lost.length)).toBe(lost);
    expect(ended.stderr).toContain(reason);
  });

  it('tells an error once that is told on standard error anyway', async () => {
    const { exit, stderr } = await ran(['show', '/nowhere/plan.json'], '/dev/full');
    expect(exit).toBe(64);
    expect(stderr.split('there is no such file')).toHaveLength(2);
  });

  it('has an answer fail that is good, and does not write it elsewhere', async () => {
    expect(await ran(['path', '24.03.10', '24.03.11'], '/dev/full')).toEqual({ exit: 1, stderr: lost });
  });
});

it('a standard output that takes all is told nothing about', async () => {
  const { exit, stderr } = await ran(['path', '24.09.4', '24.03.11'], join(folder, 'stdout'));
  expect({ exit, stderr }).toEqual({ exit: 2, stderr: '' });
});

it.each([
  [['announce', 'no.json', '--withdraw', '--at', '2026-11-29T02:00'], 'leave one of them out'],
  [['apply', 'no.json', '--take-over'], 'leave --take-over out'],
])('flags that make no sense together are refused before anything is read: %j', async (argv, hint) => {
  const { exit, stderr } = await ran(argv, join(folder, 'stdout'));
  expect({ exit, stderr }).toEqual({ exit: 64, stderr: expect.stringContaining(hint) });
});
