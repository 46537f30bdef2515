import { expect, it } from 'vitest';
import { unitCommand } from './unit-command.ts';
import { startPath } from './unit-start.ts';

const end = 'ignore_errors=no ; start_time=[n/a] ; pid=0 ; code=(null) ; status=0/0 }';
const shown = (path: string, argv: string) => `{ path=${path} ; argv[]=${argv} ; ${end}`;

it.each([
  ['/bin/run', '/bin/run -v', ['/bin/run', '-v']],
  // systemd prints the spaces of a quoted path as they are.
  [
    '/home/bai/my scripts/run it.sh',
    '/home/bai/my scripts/run it.sh "a b" c',
    ['/home/bai/my scripts/run it.sh', 'a b', 'c'],
  ],
  ['/home/bai/my scripts/run', '/home/bai/my scripts/run', ['/home/bai/my scripts/run']],
  ['/home/bai/에이전트/run', '/home/bai/에이전트/run', ['/home/bai/에이전트/run']],
  ['/opt/my tools/sh', 'sh -c true', ['sh', '-c', 'true']],
  ['/bin/bash', '/bin/bash -lc cd x && exec y', ['/bin/bash', '-lc', 'cd x && exec y']],
])('the command of %s is known by its words', (path, argv, words) => {
  expect(unitCommand(shown(path, argv))).toEqual(words);
  expect(startPath(shown(path, argv))).toBe(path);
});

it('a unit without a command has none', () => {
  expect(unitCommand('')).toEqual([]);
  expect(startPath('')).toBe('');
});
