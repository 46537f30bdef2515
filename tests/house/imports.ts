import { dirname, join, normalize } from 'node:path';

interface Import {
  /** The file that is imported, from where the paths of files count. */
  readonly target: string;
  readonly onlyTypes: boolean;
}

const statement =
  /^(?:import|export)\s+(?:(type\s)?([^;']*?)\s*from\s+)?'(\.[^']+)'|\bimport\(\s*'(\.[^']+)'\s*\)/gm;

function isOnlyTypes(names: string): boolean {
  const [, inBraces] = /^\{([^}]*)\}$/s.exec(names.trim()) ?? [];
  return inBraces?.split(',').every((name) => name.trim() === '' || name.trim().startsWith('type ')) ?? false;
}

/** What a file takes from other files of ours: static, lazy and for its types alone. */
export function importsOf(path: string, text: string): Import[] {
  return [...text.matchAll(statement)].map(([, type, names = '', from, lazy]) => ({
    target: normalize(join(dirname(path), from ?? lazy ?? '')),
    onlyTypes: type !== undefined || isOnlyTypes(names),
  }));
}
