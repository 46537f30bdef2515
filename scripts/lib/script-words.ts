import { type ParseArgsConfig, parseArgs } from 'node:util';

interface Words<T extends ParseArgsConfig> {
  readonly values: ReturnType<typeof parseArgs<T>>['values'];
  readonly positionals: readonly string[];
  /** Ends the script as wrong usage (exit 64). */
  readonly refuse: (why: string) => never;
}

/** A script's words. `--help` prints its usage and ends it; a word that it does not know ends it with 64. */
export function scriptWords<const T extends ParseArgsConfig>(usage: string, config: T): Words<T> {
  const refuse = (why: string): never => {
    process.stderr.write(`${why}\n\n${usage}\n`);
    process.exit(64);
  };
  const parsed = (): ReturnType<typeof parseArgs<T>> => {
    try {
      const options = { ...config.options, help: { type: 'boolean', short: 'h' } };
      return parseArgs({ ...config, options } as T);
    } catch (error) {
      return refuse((error as Error).message);
    }
  };
  const { values, positionals } = parsed();
  if ((values as { help?: boolean }).help) {
    process.stdout.write(`${usage}\n`);
    process.exit(0);
  }
  return { values, positionals: positionals as readonly string[], refuse };
}
