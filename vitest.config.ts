import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * The longest first, so that no core waits at the end: whole upgrades, programs, then what needs neither. A lab comes
 * late: where its parts are not there yet, they are made beside the others.
 */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const order = ['cluster', 'real', 'kills', 'lab', 'unit'];
    const rank = (file: TestSpecification): number => order.indexOf(file.project.name);
    return (await super.sort(files)).sort((one, other) => rank(one) - rank(other));
  }
}

/** What a killed process was at stays for ever: it lives in a process of its own. */
const kills = 'src/app/engine/kills.test.ts';

const slow = {
  test: {
    name: 'slow',
    include: ['tests/**/*.slow.ts'],
    // A busy machine is no fault: on one that was twice as slow as usual, whole runs there and back took a minute.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    fileParallelism: false,
  },
};

/** As root: a Docker daemon of their own, and sessions in its containers. */
const docker = {
  test: {
    name: 'docker',
    include: ['tests/docker/**/*.docker.ts'],
    testTimeout: 420_000,
    // The first time, the image of sessions is made.
    hookTimeout: 900_000,
    fileParallelism: false,
  },
};

/**
 * Five projects by default: `unit` (no processes), `kills` (hundreds of killed runs), `real` (programs, wheels, databases), `cluster` (whole upgrades),
 * `lab` (three hosts on this machine, as root).
 * Slow ones run by name only: bench, trials, demo, proxies, the newest release, a rehearsal that is cut in each phase, a
 * disk that fills up at other moments, real hosts (`npm run test:slow`), and real containers (`npm run test:docker`).
 */
export default defineConfig({
  test: {
    reporters: ['default', './tests/left-out.ts'],
    sequence: { sequencer: LongestFirst },
    // Half of their time they wait for programs: one worker, vitest's choice on two cores, leaves the machine idle, and
    // three get in each other's way.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        test: {
          name: 'unit',
          globalSetup: ['tests/house/own-temporary-folder.ts'],
          include: ['{src,web}/**/*.test.{ts,tsx}', 'tests/{house,lab}/**/*.test.ts'],
          exclude: [kills],
          // One process reads the code once for all files that it runs: a process for each takes twice as long in all.
          isolate: false,
          setupFiles: ['tests/house/own-variables.ts'],
          // A busy machine is no fault.
          testTimeout: 20_000,
          // Nobody's own state: a synced catalog, say.
          env: { BAIUP_HOME: join(tmpdir(), 'baiup-no-home') },
        },
      },
      { test: { name: 'kills', include: [kills], testTimeout: 20_000 } },
      {
        test: {
          name: 'real',
          include: ['src/**/*.real.ts', 'tests/real/**/*.real.ts'],
          testTimeout: 120_000,
          hookTimeout: 240_000,
        },
      },
      {
        test: {
          name: 'cluster',
          include: ['tests/cluster/**/*.cluster.ts'],
          testTimeout: 420_000,
          hookTimeout: 420_000,
        },
      },
      {
        test: {
          name: 'lab',
          globalSetup: ['tests/lab/prepare-beside.ts'],
          include: ['tests/lab/**/*.lab.ts'],
          testTimeout: 300_000,
          // The first time, environments are built.
          hookTimeout: 900_000,
        },
      },
      ...(process.env['BAIUP_SLOW_TESTS'] ? [slow] : []),
      ...(process.env['BAIUP_DOCKER_TESTS'] ? [docker] : []),
    ],
  },
});
