/** One room at a time, as scripts/mutate.ts names it. */
const room = process.env.BAIUP_MUTATED_ROOM ?? 'core/schema';

// Survivors that change nothing anybody can see, in app/steps:
// - what only satisfies the types, of a list that is never empty, of text that always has a line, or of an agent that
//   always has its own part: find-files (`head`), kernel-registry (`?? ''`), schema-migrate (`legs[0]?.`), migration
//   (`legs.at(-1)?.`, `?? ''`), site-differences (`question.source?.`), restore-captured (`parts[index]?.`),
//   end-begun (`agent?.id ?? ''`), noted-containers (`agent ? … : []`), files-of-member (`beside === undefined`,
//   `kernels !== undefined`, `beside ?? ''`: a member lies beside itself, and one with a place has kernels),
//   configuration-patch (`original === undefined` in `keptBefore`: what the edits make of nothing is never compared);
// - what a marker file holds, where only its being there counts: restore-captured, files-capture (`kernelsLost`);
// - the code of an error that is told again under that code: await-member;
// - at exactly half a second: await-member (`<=`);
// - what nobody looks for, or that no group, file or session has: kernel-registry (`[]` in `writtenRegistry`),
//   find-files (`names`), proxy-move (`[]` in `undo`), end-begun (`givenUp: []`), captured-files (`files: []` in
//   `captureFiles`), migration (the name of the cluster's database in `migratorKey`);
// - moving nothing aside: put-files-back (`if (aside)`);
// - forgetting what was never kept: files-capture (`if` in `apply`; it spares thousands of agents a write);
// - the reason of an allowed difference by its object alone: schema-differences (no object has two reasons today);
// - the first file of a component that is put back: files-of-member (`keepFolder`; the first that an agent declares
//   is one).
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
