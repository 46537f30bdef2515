/** One room at a time, as scripts/mutate.ts names it. */
const room = process.env.BAIUP_MUTATED_ROOM ?? 'core/schema';

// Survivors that change nothing anybody can see, in app/steps:
// - what only satisfies the types, of a list that is never empty or of text that always has a line: find-files (`head`),
//   kernel-registry (`?? ''`), schema-migrate (`legs[0]?.`), restore-captured (`parts[index]?.`), files-of-member
//   (`beside === undefined`, `kernels !== undefined`: a member lies beside itself, and one with a place has kernels);
// - what a marker file holds, where only its being there counts: restore-captured;
// - the code of an error that is told again under that code: await-member;
// - moving nothing aside: put-files-back (`if (aside)`);
// - one more name that no file has: kernel-registry (`[]` in `writtenRegistry`).
export default {
  packageManager: 'npm',
  // It would be read by a compiler that TypeScript 7 no longer brings.
  tsconfigFile: 'none',
  plugins: ['@stryker-mutator/vitest-runner'],
  testRunner: 'vitest',
  vitest: { configFile: 'vitest.mutate.config.ts' },
  mutate: [
    `src/${room}/**/*.ts`,
    '!src/**/*.{test,real}.ts',
    '!src/**/simulated-*.ts',
    '!src/**/*contract.ts',
  ],
  ignorePatterns: ['docs', 'dist', 'reports'],
  ignoreStatic: true,
  disableTypeChecks: false,
  reporters: ['progress-append-only', 'json'],
  jsonReporter: { fileName: process.env.BAIUP_MUTATION_REPORT ?? 'reports/mutation.json' },
  thresholds: { high: 90, low: 80, break: null },
  concurrency: 2,
  timeoutMS: 20_000,
  tempDirName: '.stryker-tmp',
};
