import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { hostContract } from '../../src/io/hosts/contract.ts';
import { cutContract } from '../../src/io/hosts/cut-contract.ts';
import { farCommand } from '../../src/io/hosts/far-program.ts';
import { jobContract } from '../../src/io/hosts/job-contract.ts';
import { serveHere } from '../../src/io/hosts/serve-here.ts';
import { thisMachine } from '../../src/io/hosts/this-machine.ts';
import { closesChannels, throughSh } from '../../src/io/hosts/through-sh.ts';
import { findPython } from '../../src/io/python/interpreters.ts';

/** What hosts of the vendor's pages have, from the oldest that a far end runs on. */
const minors = ['3.6', '3.7', '3.8', '3.9', '3.10', '3.11', '3.12', '3.13', '3.14'];
const found = await Promise.all(
  minors.map(async (minor) => {
    const python = await findPython(thisMachine, minor).catch(() => undefined);
    return { minor, path: python?.path };
  }),
);
const missing = found.filter(({ path }) => path === undefined).map(({ minor }) => minor);
const leftOut = missing.length > 0 ? ` [left out: this machine has no Python ${missing.join(', ')}]` : '';

vi.setConfig({ testTimeout: 60_000 });

let folder: string;
beforeAll(async () => {
  process.env['OF_OUR_OWN'] = 'kept';
  folder = await mkdtemp(join(tmpdir(), 'baiup-pythons-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
closesChannels();

const inside = (): (() => string) => {
  let path = '';
  beforeEach(async () => {
    path = await mkdtemp(join(folder, 'files-'));
  });
  return () => path;
};

describe('this machine', () => {
  const at = inside();
  cutContract(() => ({ host: thisMachine, folder: at() }));
});

describe(`the far end on other Pythons${leftOut}`, () => {
  it('is tried on the oldest that it says it runs on, or on another beside the system’s', () => {
    expect(found.filter(({ path }) => path !== undefined).length).toBeGreaterThan(1);
  });

  for (const { minor, path } of found) {
    if (path === undefined) continue;
    describe(`on Python ${minor}`, () => {
      const [program, ...rest] = farCommand().slice(0, 5);
      const { host } = throughSh({ command: [program ?? 'sh', ...rest, path] });
      const at = inside();
      const serve = serveHere();
      hostContract(() => ({ host, folder: at(), serve }));
      jobContract(() => ({ host, folder: at() }));
      cutContract(() => ({ host, folder: at() }));

      it('is that Python', async () => {
        const argv = ['sh', '-c', 'readlink /proc/$PPID/exe'] as const;
        const { stdout } = await host.run({ argv, timeoutMs: 10_000 });
        expect(stdout).toContain(`python${minor}`);
      });
    });
  }
});
