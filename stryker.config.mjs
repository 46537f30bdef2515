/** One room at a time, as scripts/mutate.ts names it. */
const room = process.env.BAIUP_MUTATED_ROOM ?? 'core/schema';

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
