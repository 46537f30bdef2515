import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { acceptedCodes, knownCodes } from './known-codes.ts';

const src = join(import.meta.dirname, '../..');

/** Codes as they are written in the files of a room; errors that are thrown have a code too, but as an argument. */
function codesIn(room: string): string[] {
  return readdirSync(join(src, room), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
    .map((path) => readFileSync(join(src, room, path), 'utf8'))
    .flatMap((text) => [...text.matchAll(/\bcode(?::| =) '([a-z0-9.-]+)'/g)].map(([, code]) => code ?? ''));
}

describe('the codes that are known', () => {
  it.each(['core/path', 'core/plan', 'app/checks', 'app/planner'])('hold all of %s', (room) => {
    // A plan that is refused is no finding that could be accepted.
    const unknown = codesIn(room).filter((code) => !knownCodes().has(code) && !code.startsWith('plan.'));
    expect(unknown).toEqual([]);
  });
});

describe('acceptedCodes', () => {
  it('takes each code once, in one order', () => {
    expect(acceptedCodes(['workloads.running', 'pg-16', 'workloads.running'])).toEqual([
      'pg-16',
      'workloads.running',
    ]);
  });

  it.each([
    ['workload.running', 'did you mean workloads.running? each finding'],
    ['lamps', 'each finding'],
    ['', 'each finding'],
  ])('refuses %j', (code, hint) => {
    expect(() => acceptedCodes(['pg-16', code])).toThrow(
      expect.objectContaining({
        code: 'accept.unknown',
        exit: 64,
        message: `there is no finding to accept with the code "${code}": no check and no rule has it`,
        hint: expect.stringContaining(hint),
      }),
    );
  });

  it('shows no more than the beginning of a long one', () => {
    expect(() => acceptedCodes(['x'.repeat(1e5)])).toThrow(
      /^there is no finding to accept with the code "x{60}…"/,
    );
  });
});
