import { expect, it } from 'vitest';
import { BaiupError } from '../../lib/errors.ts';
import type { CliContext, CommonFlags } from './context.ts';
import { runner } from './runner.ts';

const flags: CommonFlags = { format: 'csv', quiet: true, verbose: false };

/** Runs a command that answers in pieces. @param takes how many of them are taken before nobody reads any more */
async function ran(pieces: () => AsyncIterable<string>, takes = Number.POSITIVE_INFINITY) {
  const said = { stdout: [] as string[], stderr: [] as string[] };
  const outlet = (to: string[]) => ({
    ...{
      isTTY: false,
      columns: 100,
      getColorDepth: () => 1,
      isBehind: () => false,
      drained: async () => undefined,
    },
    write: (text: string) => void to.push(text),
    lost: () => (to.length >= takes ? (new Error('closed') as NodeJS.ErrnoException) : undefined),
  });
  const process = { stdout: outlet(said.stdout), stderr: outlet(said.stderr), env: {}, exitCode: null };
  const interrupts = { signal: new AbortController().signal, standing: async () => ({}) };
  const context = { process, interrupts } as unknown as CliContext;
  await runner(async () => ({ json: undefined, text: '', pieces: pieces() })).call(context, flags);
  return { ...said, exit: process.exitCode };
}

it('writes an answer piece by piece', async () => {
  async function* pieces() {
    yield 'one';
    yield 'two';
  }
  expect(await ran(pieces)).toEqual({ stdout: ['one', 'two'], stderr: [], exit: 0 });
});

it('says what fails midway, and that it failed', async () => {
  async function* pieces() {
    yield 'one';
    throw new BaiupError('database.unreachable', 'the database is gone');
  }
  const { stdout, stderr, exit } = await ran(pieces);
  expect({ stdout, exit }).toEqual({ stdout: ['one'], exit: 1 });
  expect(stderr.join('')).toContain('the database is gone');
});

it('makes no more than somebody reads, and lets go of what it was made of', async () => {
  const made: string[] = [];
  async function* pieces() {
    try {
      for (const piece of ['one', 'two', 'three']) {
        made.push(piece);
        yield piece;
      }
    } finally {
      made.push('closed');
    }
  }
  await ran(pieces, 2);
  expect(made).toEqual(['one', 'two', 'closed']);
});
