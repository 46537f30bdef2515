import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { thisMachine } from '../../io/hosts/this-machine.ts';
import { anyPython } from '../../io/python/interpreters.ts';

const program = fileURLToPath(new URL('./runc_within_limits.py', import.meta.url));
const hard = 500;
let folder = '';

/** What runc is given: it says its arguments, and the files are as the wrapper left them. */
async function run(...words: string[]): Promise<string> {
  const { path: python } = await anyPython(thisMachine);
  const { stdout } = await thisMachine.run({
    argv: ['prlimit', `--nofile=${hard}:${hard}`, python, '-IS', program, ...words],
    env: { PATH: `${join(folder, 'bin')}:${process.env['PATH']}` },
    timeoutMs: 20_000,
  });
  return stdout;
}

const limit = (type: string, top: number) => ({ type, hard: top, soft: top });
const process_ = (...rlimits: object[]) => ({ args: ['true'], rlimits });

async function write(name: string, document: object): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, JSON.stringify(document));
  return file;
}

const read = async (file: string) => JSON.parse(await readFile(file, 'utf8'));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-runc-'));
  await mkdir(join(folder, 'bin'));
  await writeFile(join(folder, 'bin', 'runc'), '#!/bin/sh\necho "$@"\n');
  await chmod(join(folder, 'bin', 'runc'), 0o755);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('runc within limits', () => {
  it('lowers what a container wants to what may be set, and leaves all else as it is', async () => {
    const rest = { root: { path: 'rootfs' }, ociVersion: '1.0.2' };
    const wanted = [limit('RLIMIT_NOFILE', 1_048_576), limit('RLIMIT_CORE', 0)];
    const file = await write('config.json', { ...rest, process: process_(...wanted) });
    expect(await run('--root', '/r', 'create', '--bundle', folder, 'an-id')).toBe(
      `--root /r create --bundle ${folder} an-id\n`,
    );
    const allowed = [limit('RLIMIT_NOFILE', hard), limit('RLIMIT_CORE', 0)];
    expect(await read(file)).toEqual({ ...rest, process: process_(...allowed) });
  });

  it('does so for a program that is run in a container that is there', async () => {
    const file = await write('process.json', process_(limit('RLIMIT_NOFILE', 1_048_576)));
    await run('exec', `--process=${file}`, 'an-id');
    expect(await read(file)).toEqual(process_(limit('RLIMIT_NOFILE', hard)));
  });

  it('hands on what has no limits', async () => {
    expect(await run('delete', '--force', 'an-id')).toBe('delete --force an-id\n');
    const file = await write('process.json', { args: ['true'] });
    await run('exec', '--process', file, 'an-id');
    expect(await read(file)).toEqual({ args: ['true'] });
  });
});
