import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { farProgram } from './far-program.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-base-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** The far end's own parts, without what listens, between whose steps the folder of all sessions goes. */
const goes = `
import os, sys
__name__ = "baiup"
source = sys.stdin.read()
exec(compile(source[source.index(chr(10)) + 1:source.index('READY = b"')], "far", "exec"), globals())
times, real = int(sys.argv[1]), dict(open=os.open, lstat=os.lstat)
def gone_before(name):
    def act(path, *rest, **more):
        global times
        if os.path.basename(str(path)).startswith("baiup-%d" % os.getuid()) and times > 0:
            times -= 1
            os.rmdir(path)
        return real[name](path, *rest, **more)
    return act
setattr(os, sys.argv[2], gone_before(sys.argv[2]))
with alone_in_base() as base:
    print(os.path.isdir(base))
`;

const begins = async (times: number, call: string): Promise<string> => {
  const running = promisify(execFile)('python3', ['-I', '-c', goes, String(times), call], {
    env: { ...process.env, TMPDIR: folder },
    timeout: 20_000,
  });
  running.child.stdin?.end(farProgram());
  return (await running).stdout;
};

it.each(['open', 'lstat'])('begins a session while the last one ends, before %s', async (call) => {
  expect(await begins(3, call)).toBe('True\n');
  expect(await readdir(folder)).toEqual([]);
});

it('says so where its folder goes again and again', async () => {
  await expect(begins(1_000_000, 'open')).rejects.toThrow('FileNotFoundError');
});
