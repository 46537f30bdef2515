import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** Three projects: `unit` (no processes), `real` (programs, wheels, databases), `cluster` (whole upgrades). */
export default defineConfig({
  test: {
    reporters: ['default'],
    projects: [
      {
        test: {
          name: 'unit',
          globalSetup: ['tests/house/own-temporary-folder.ts'],
          include: ['src/**/*.test.ts', 'tests/house/**/*.test.ts'],
          // Nobody's own state: a synced catalog, say.
          env: { BAIUP_HOME: join(tmpdir(), 'baiup-no-home') },
        },
      },
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
          fileParallelism: false,
        },
      },
    ],
  },
});
