import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { application } from '../application.ts';
import type { CliContext } from '../context.ts';
import { propose } from './propose.ts';
import { completionScripts } from './scripts.ts';

const context = { process: { env: {} } } as unknown as CliContext;
const words = async (...typed: string[]): Promise<string[]> =>
  (await propose(application, typed, context)).split('\n').slice(0, -1);

describe('words that can follow', () => {
  it.each<[string[], string[]]>([
    [['pa'], ['path', 'pause']],
    [
      ['schema', ''],
      ['route', 'matrix'],
    ],
    [['plan', '--po'], ['--policy']],
    [
      ['plan', '--policy', ''],
      ['page', 'schema'],
    ],
    [['completion', 'z'], ['zsh']],
    [['path', ''], []],
    [['nonsense', ''], []],
  ])('%j: %j', async (typed, expected) => {
    expect(await words(...typed)).toEqual(expected);
  });

  it('are all commands where none was typed', async () => {
    expect(await words()).toEqual(expect.arrayContaining(['apply', 'pause', 'abort', 'logs', 'completion']));
  });
});

describe('the script for bash', () => {
  it('asks baiup for the words, also for those with blanks in them', () => {
    const script = `${completionScripts.bash}
baiup() { printf '%s\\n' "pa th" "pause"; }
COMP_WORDS=(baiup pa) COMP_CWORD=1
_baiup
printf '%s|' "\${COMPREPLY[@]}"`;
    const { stdout, stderr } = spawnSync('bash', ['-c', script], { encoding: 'utf8' });
    expect({ stdout, stderr }).toEqual({ stdout: 'pa th|pause|', stderr: '' });
  });
});
