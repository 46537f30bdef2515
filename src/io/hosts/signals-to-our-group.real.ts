import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, it } from 'vitest';

/** Ctrl-C and the end of a terminal reach every process of ours, and whatever we are about to start. */
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-signals-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const times = 20;

/** Each as it would be without a signal: what was said is heard. */
const ways: Readonly<Record<string, string>> = {
  run: 'heard.push((await thisMachine.run({ argv, timeoutMs: 20_000 })).stdout.trim())',
  talk: 'await (await thisMachine.talk({ argv }, listener)).ended',
  launch: "await thisMachine.launch({ argv, cwd: '/', env: {}, log })",
};

const program = (way: string): string => `
  import { text } from 'node:stream/consumers';
  import { thisMachine } from ${JSON.stringify(join(import.meta.dirname, 'this-machine.ts'))};
  process.on('SIGHUP', () => undefined);
  console.log('ready');
  const [argv, log] = [['echo', 'said'], process.argv[1]];
  const heard = [];
  const listener = { line: (line) => heard.push(line), error: () => undefined };
  for (let time = 0; time < ${times}; time += 1) ${ways[way]};
  console.log(heard.length);
  // Before Node.js ends, it takes the signal back.
  await text(process.stdin);`;

it.each([
  ['run', times],
  ['talk', times],
  ['launch', 0],
])('end no program that is about to begin, by %s', async (way, heard) => {
  const log = join(folder, way);
  const argv = ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', program(way), log];
  const child = spawn(process.execPath, argv, { detached: true, stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  expect(await lines.next()).toMatchObject({ value: 'ready' });
  const signalling = setInterval(() => process.kill(-(child.pid as number), 'SIGHUP'), 2);
  const last = await lines.next();
  clearInterval(signalling);
  child.stdin.end();
  expect(last).toMatchObject({ value: String(heard) });
  if (way !== 'launch') return;
  const launched = async () => (await readFile(log, 'utf8')).match(/said/g)?.length;
  await expect.poll(launched, { timeout: 20_000 }).toBe(times);
});
