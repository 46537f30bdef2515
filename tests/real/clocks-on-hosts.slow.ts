import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { labObstacle } from '../../scripts/lab/requirements.ts';
import { thisMachine } from '../../src/io/hosts/this-machine.ts';
import { type LabRuns, openLabRuns, saidOf } from './lab-runs.ts';
import { after, before } from './lab-unit.ts';

const run = promisify(execFile);

/** Containers have the clock of their machine: every program of a host is told another time, as a file says. */
const otherTime = `
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>
static long by(void) {
  char text[16] = {0};
  int file = open("/run/clock", O_RDONLY | O_CLOEXEC);
  if (file < 0) return 0;
  ssize_t length = read(file, text, 15);
  close(file);
  return length > 0 ? atol(text) : 0;
}
int clock_gettime(clockid_t clock, struct timespec *at) {
  int end = syscall(SYS_clock_gettime, clock, at);
  if (end == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) at->tv_sec += by();
  return end;
}
int gettimeofday(struct timeval *restrict at, void *restrict zone) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  at->tv_sec = now.tv_sec;
  at->tv_usec = now.tv_nsec / 1000;
  return 0;
}
time_t time(time_t *at) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (at) *at = now.tv_sec;
  return now.tv_sec;
}
`;

const noCompiler = await run('gcc', ['--version']).then(
  () => undefined,
  () => 'this machine has no gcc',
);
const obstacle = (await labObstacle()) ?? noCompiler;
const title = `the clock of a host${obstacle === undefined ? '' : ` [left out: ${obstacle}]`}`;
const well = { exit: 0, said: '' };

vi.setConfig({ testTimeout: 180_000 });

describe.skipIf(obstacle !== undefined)(title, () => {
  let hosts: LabRuns;
  const jump = (seconds: number) => hosts.root('h1', `echo ${seconds} > /run/clock`);
  /** Seconds by which it goes wrong. */
  const wrongBy = async () =>
    Math.round((Number((await hosts.root('h1', 'date +%s')).stdout) - Date.now() / 1000) / 60) * 60;

  beforeAll(async () => {
    hosts = await openLabRuns('clocks');
    const folder = await mkdtemp(join(tmpdir(), 'baiup-clock-'));
    const [source, library] = [join(folder, 'clock.c'), join(folder, 'clock.so')];
    await writeFile(source, otherTime);
    await run('gcc', ['-shared', '-fPIC', '-O1', '-o', library, source]);
    const h1 = hosts.lab.layout.host('h1').root;
    await thisMachine.run({ argv: ['cp', library, join(h1, 'usr/lib/clock.so')], timeoutMs: 10_000 });
    await rm(folder, { recursive: true });
    await hosts.root('h1', 'echo /usr/lib/clock.so > /etc/ld.so.preload');
    await hosts.powerCut('h1');
    await hosts.powerOn('h1');
  }, 900_000);
  beforeEach(async () => {
    await hosts.begin();
    await jump(0);
  });
  afterEach(() => hosts.runs.reset());
  afterAll(() => hosts?.close());

  it.each([3600, -3600])('jumps by %i seconds in the middle: the run goes on, and back', async (by) => {
    const { run: begun, driven, held } = await hosts.inTheMiddle();
    await jump(by);
    expect(await wrongBy()).toBe(by);
    await held.release();
    expect(await saidOf(driven)).toEqual(well);
    expect(await hosts.all()).toEqual([after, after, after]);
    await jump(0);
    expect(await hosts.drive('rollback', begun.id, '--yes')).toEqual(well);
    expect(await hosts.all()).toEqual([before, before, before]);
  });

  it.each([3600, -3600])(
    'jumps by %i seconds before a failure: what the unit said last is kept',
    async (by) => {
      await hosts.root('h1', 'touch /srv/app/dies');
      const { run: begun, driven, held } = await hosts.inTheMiddle();
      await jump(by);
      await held.release();
      await driven.ends(1);
      expect(await hosts.all()).toEqual([before, before, before]);
      const [step = ''] = await readdir(join(begun.folder, 'evidence'));
      const log = await readFile(join(begun.folder, 'evidence', step, 'w1.log'), 'utf8');
      expect(log).toMatch(/serves 24\.03\.11[\s\S]*serves 24\.09\.4/);
    },
  );
});
