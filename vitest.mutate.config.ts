import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** The unit tests that mutants are tried against: those beside the code, not those that read the source itself. */
export default defineConfig({
  test: {
    include: ['src/**/*.test.ts'],
    env: { BAIUP_HOME: join(tmpdir(), 'baiup-no-home') },
  },
});
