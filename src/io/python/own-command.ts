import { resolve } from 'node:path';
import type { ServiceProgram } from '../services/port.ts';

interface Files {
  /** The service's configuration file. */
  readonly original: string;
  /** What is read in its stead: it may be a copy. */
  readonly config: string;
}

/** Only what the vendor ships is tried: what a site's own program does beside a living service nobody knows. */
export const canBeTried = ({ arguments: [flag, module = ''] }: Pick<ServiceProgram, 'arguments'>): boolean =>
  flag === '-m' && module.startsWith('ai.backend.');

/** A word, or what stands after `--config=` or `-f` in it, leads to the file. */
function readingCopy(word: string, cwd: string, { original, config }: Files): string {
  if (resolve(cwd, word) === original) return config;
  const [, option = '', path = ''] = /^(--[\w-]+=|-f)(.+)$/.exec(word) ?? [];
  return path && resolve(cwd, path) === original ? `${option}${config}` : word;
}

/** What a service gives to Python, with another file in the place of its configuration. */
export function ownCommand({ arguments: words, cwd }: ServiceProgram, files: Files): readonly string[] {
  const command = words.map((word) => readingCopy(word, cwd, files));
  const isNamed = command.some((word, index) => word !== words[index]);
  // A file that is only found by search is found no more where a copy takes its place.
  return isNamed || files.config === files.original ? command : [...command, '-f', files.config];
}
