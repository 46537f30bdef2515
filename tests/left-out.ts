import type { Reporter, TestModule } from 'vitest/node';

const pattern = /\[left out: ([^\]]+)\]/;

/** The last line says what this machine could not do: suites whose names end in `[left out: WHY]`. */
export default class LeftOut implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const suites = modules.flatMap((module) => [...module.children.suites()].map(({ name }) => name));
    const left = suites.flatMap((name) => {
      const why = pattern.exec(name)?.[1];
      return why === undefined ? [] : [`${name.replace(pattern, '').trim()} (${why})`];
    });
    // After the summary of the reporter before it.
    if (left.length > 0) process.once('exit', () => process.stdout.write(`Left out: ${left.join('; ')}\n`));
  }
}
