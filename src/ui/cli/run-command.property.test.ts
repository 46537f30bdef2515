import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import type { CliContext } from './context.ts';
import type { Outlet } from './outlet.ts';
import { runCommand } from './run-command.ts';

const folder = mkdtempSync(join(tmpdir(), 'baiup-argv-'));
const home = process.cwd();
process.chdir(folder);
afterAll(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true, force: true });
});
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

/** All but those that reach out by themselves: to the package index, or to programs of a sandbox. */
const commands = [
  ...[
    'path',
    'releases',
    'status',
    'check',
    'plan',
    'rehearse',
    'apply',
    'approve',
    'pause',
    'resume',
    'abort',
  ],
  ...['rollback', 'runs', 'show', 'logs', 'completion', 'schema route', 'schema matrix', 'sandbox down'],
  ...['sandbox status', 'schema', 'sandbox', 'catalog', '', 'nonsense'],
  // As far as they are right, what follows meets the command itself.
  ...[
    'path 24.03.11 24.09.4',
    'path --format html -o',
    'path 24.03.11 24.09.4 --format html -o',
    'path --why',
  ],
  ...['path 24.03.11 24.09.4 --as-of', 'schema route 24.03.11', 'releases --line', 'status --cluster'],
  ...[
    'check 24.09.4 --yes --fix',
    'plan 24.09.4 --cluster',
    'plan --window',
    'logs r-1',
    'sandbox down --name',
  ],
];
const flags = [
  ...[
    '--format',
    '--cluster',
    '--quiet',
    '--verbose',
    '--exact',
    '--policy',
    '--as-of',
    '--why',
    '--from-mixed',
  ],
  ...[
    '--output',
    '-o',
    '--windows',
    '--window',
    '--accept',
    '--fix',
    '--yes',
    '--all',
    '--line',
    '--name',
    '--at',
  ],
  ...[
    '--follow',
    '--dump',
    '--revision-limit',
    '--nice',
    '--no-nice',
    '--per-host',
    '--at-once',
    '--leave-files',
  ],
  ...[
    '--no-rehearsal',
    '--changelog',
    '--help',
    '-h',
    '--version',
    '--',
    '-',
    '--no-such-flag',
    '--format=json',
  ],
];
const values = [
  ...[
    '24.03.11',
    '24.09.4',
    '24.3.10',
    '99.99.9',
    '24.03',
    'm1=24.03.11,a1=24.03.10',
    'json',
    'html',
    'page',
    'one',
  ],
  ...[
    '2026-02-30',
    '20m',
    '-1',
    '0',
    '1e9',
    'NaN',
    '',
    ' ',
    'r-1',
    'abc',
    '../../etc/passwd',
    '\u0000',
    '🤖',
    "';--",
  ],
  ...['x'.repeat(100_000), 'a b '.repeat(5000), '/', '/dev/null', folder, join(folder, 'not-there.json')],
  file('junk.json', '{'),
  file('null.json', 'null'),
  file('plan.json', '{"format": 2, "id": "../../x", "hops": [{"phases": null}]}'),
  file('cluster.yaml', 'cluster: *x'),
  file('other.yaml', 'cluster: lab\nhosts: {}\ncomponents: []\n'),
];

function context(said: string[]): CliContext {
  const outlet: Outlet = {
    isTTY: false,
    columns: 80,
    write: (text) => said.push(text),
    getColorDepth: () => 1,
    isBehind: () => false,
    drained: async () => undefined,
    lost: () => undefined,
  };
  return {
    process: { stdout: outlet, stderr: outlet, env: {}, exitCode: null },
    interrupts: {
      signal: new AbortController().signal,
      current: () => undefined,
      underWay: () => undefined,
      standing: async () => ({ left: '', next: '' }),
      lose: () => undefined,
    },
  };
}

const commandLine = fc
  .tuple(
    fc.constantFrom(...commands),
    fc.array(fc.oneof(fc.constantFrom(...flags), fc.constantFrom(...values), fc.string({ maxLength: 6 })), {
      maxLength: 5,
    }),
  )
  .map(([command, words]) => [...command.split(' '), ...words].filter((word, at) => at > 1 || word !== ''));

it('any command line ends with an exit code of the contract, and never as a fault of ours', async () => {
  await fc.assert(
    fc.asyncProperty(commandLine, async (argv) => {
      const said: string[] = [];
      const code = await runCommand(argv, context(said), () => said.join(''));
      expect({ argv: argv.map((word) => word.slice(0, 60)), code }).toEqual({
        argv: expect.anything(),
        code: expect.toSatisfy((value: number) => [0, 1, 2, 3, 64].includes(value)),
      });
      const text = said.join('');
      expect(text).not.toMatch(/^ {4}at |Error: |\[object |undefined/m);
      expect(text.split('\n').find((line) => line.length > 6000)).toBeUndefined();
    }),
    { numRuns: 300 },
  );
}, 120_000);
