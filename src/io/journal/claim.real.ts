import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { plan } from './contract.ts';
import { fileJournal } from './file-journal.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-claim-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('a claim goes to one of many processes that ask at once, again and again', async () => {
  const record = await fileJournal(join(folder, 'runs'), () => new Date()).create(plan);
  const script = `
      import { fileJournal } from ${JSON.stringify(join(import.meta.dirname, 'file-journal.ts'))};
      const record = await fileJournal(${JSON.stringify(join(folder, 'runs'))}, () => new Date()).open('r-1');
      process.stdin.once('data', async () => {
        const got = await record.claim('x').then(() => 'got', (error) => error.code);
        process.stdout.write(got);
      });
      process.stdout.write('ready ');
    `;
  const ask = () => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', script]);
    let said = '';
    child.stdout.on('data', (data) => {
      said += data;
    });
    return { child, said: () => said };
  };
  for (let round = 0; round < 2; round += 1) {
    const asked = Array.from({ length: 4 }, ask);
    await vi.waitFor(() => expect(asked.every(({ said }) => said() === 'ready ')).toBe(true), 20_000);
    for (const { child } of asked) child.stdin.write('go');
    await vi.waitFor(() => expect(asked.every(({ said }) => said() !== 'ready ')).toBe(true), 20_000);
    const answers = asked.map(({ said }) => said()).sort();
    expect(answers).toEqual(['ready got', ...Array(3).fill('ready run.driven-elsewhere')]);
    const ends = asked.map(({ child }) => once(child, 'exit'));
    for (const { child } of asked) child.kill('SIGKILL');
    await Promise.all(ends);
    // All four are dead now: the next round takes over from one of them.
    expect(await record.driver()).toMatchObject({ life: 'dead' });
  }
}, 60_000);
