import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { readProcess } from '../hosts/proc.ts';
import { lifeOf, thisProcess } from './process-identity.ts';

it('whether it lives is known of this process, and of one that has ended', async () => {
  const mine = await thisProcess();
  expect(await lifeOf(mine)).toBe('alive');
  const child = spawn('sleep', ['60']);
  const pid = child.pid ?? 0;
  const theirs = { ...mine, pid, ticks: (await readProcess(pid))?.startTicks ?? 0 };
  expect(await lifeOf(theirs)).toBe('alive');
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(await lifeOf(theirs)).toBe('dead');
});
