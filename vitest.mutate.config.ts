import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** The unit tests that mutants of a room are tried against: those of the room itself. */
export default defineConfig({
  test: {
    include: [`src/${process.env['BAIUP_MUTATED_ROOM'] ?? 'core/schema'}/**/*.test.ts`],
    env: { BAIUP_HOME: join(tmpdir(), 'baiup-no-home') },
  },
});
