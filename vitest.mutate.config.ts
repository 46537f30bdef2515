import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** The unit tests that mutants of a room are tried against: those of the room itself. */
export default defineConfig({
  test: {
    // It lives hundreds of lives: too long for every mutant.
    exclude: ['src/app/engine/kills.test.ts'],
    include: [`src/${process.env['BAIUP_MUTATED_ROOM'] ?? 'core/schema'}/**/*.test.ts`],
    // Modules are loaded once for all files of tests: half the time, and no test leans on a module's own state.
    isolate: false,
    env: { BAIUP_HOME: join(tmpdir(), 'baiup-no-home') },
  },
});
