import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { wheelFolder } from '../../src/io/python/wheel-folder.ts';
import { removeScratchServers } from '../../src/io/services/scratch-servers.ts';
import { waitFor } from '../../src/lib/wait.ts';

const source = join(import.meta.dirname, '../../src');

/** A process that holds scratch servers until it is ended. */
const holder = (folder: string): string => `
  const { startScratchServers } = await import('${source}/io/services/scratch-servers.ts');
  const { wheelFolder } = await import('${source}/io/python/wheel-folder.ts');
  const signal = AbortSignal.timeout(60_000);
  await startScratchServers('${folder}', { major: 1, sources: { wheels: wheelFolder }, signal });
  console.log('up');
  setInterval(() => undefined, 1000);`;

async function servers(folder: string): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      const environ = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
      return environ.includes(`BAIUP_SERVER=${folder}`) ? [pid] : [];
    }),
  );
  return found.flat();
}

it('end when the process that started them is killed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'baiup-tied-'));
  try {
    const child = spawn(process.execPath, ['--input-type=module', '--eval', holder(folder)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise((resolve, reject) => {
      child.stdout.once('data', resolve);
      child.once('exit', reject);
    });
    expect((await servers(folder)).length).toBeGreaterThan(1);
    child.kill('SIGKILL');
    const gone = async () => ((await servers(folder)).length === 0 ? true : undefined);
    await waitFor(gone, { timeoutMs: 60_000, what: 'the servers to end with their starter' });
  } finally {
    await removeScratchServers(folder, { wheels: wheelFolder });
    await rm(folder, { recursive: true, force: true });
  }
});
