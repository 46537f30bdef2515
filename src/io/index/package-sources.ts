import type { Command, CommandResult } from '../../lib/command.ts';
import { BaiupError, usageError } from '../../lib/errors.ts';
import { type PackageIndex, packageIndex } from './package-index.ts';
import { pipListing } from './pip-listing.ts';
import { uvConfiguration } from './uv-configuration.ts';

/** Where the operator's packages come from. */
export interface PackageSources {
  /** The first that has a file gives it. */
  readonly indexes: readonly PackageIndex[];
  /** Folders, and addresses of pages, that wheels lie in side by side. */
  readonly findLinks: readonly string[];
}

export type Ask = (command: Command) => Promise<CommandResult>;
export type Environment = Readonly<Record<string, string | undefined>>;

/** Pip's own default is nowhere in its configuration: it is asked of pip. */
const pipDefault = 'from pip._internal.models.index import PyPI; print(PyPI.simple_url)';

const words = (text: string | undefined, separator: RegExp = /\s+/): string[] =>
  (text ?? '').split(separator).filter((word) => word !== '');

async function defaultOfPip(ask: Ask): Promise<string> {
  const argv = ['python3', '-c', pipDefault] as const;
  const answer = await ask({ argv: [...argv], timeoutMs: 30_000 }).catch(() => undefined);
  const line = answer?.exitCode === 0 ? answer.stdout.trim().split('\n').at(-1) : undefined;
  if (line) return line;
  throw new BaiupError(
    'index.unknown',
    'no package index is configured, and pip could not be asked for its own',
    { hint: 'name one: baiup catalog sync --index URL, or set PIP_INDEX_URL' },
  );
}

function checked(address: string): PackageIndex {
  try {
    return packageIndex(address);
  } catch {
    throw usageError(
      'index.address',
      `"${address.replace(/\/\/[^/]*@/, '//***@')}" is no address of a package index`,
      'write it as https://HOST/simple, or name a folder of wheels',
    );
  }
}

/** What `--index` names: a simple index, or a folder of wheels. */
export function namedSource(address: string): PackageSources {
  const local = address.startsWith('/') || address.startsWith('.') || address.startsWith('file:');
  return local ? { indexes: [], findLinks: [address] } : { indexes: [checked(address)], findLinks: [] };
}

/**
 * The operator's own sources: uv's and pip's variables, uv's and pip's configuration, else pip's own default.
 * @throws BaiupError `index.unknown` where nothing names one, `index.address` (exit 64) for a word that is none
 */
export async function packageSources(ask: Ask, env: Environment = process.env): Promise<PackageSources> {
  const uv = await uvConfiguration(env);
  const pip = await pipListing(ask, env);
  const extra = [
    ...words(env['UV_INDEX']),
    ...words(env['UV_EXTRA_INDEX_URL']),
    ...uv.extraIndexes,
    ...words(pip['extra-index-url']),
  ];
  const findLinks = [...words(env['UV_FIND_LINKS'], /,/), ...uv.findLinks, ...words(pip['find-links'])];
  const none = (uv.noIndex || pip['no-index'] === 'true') && findLinks.length > 0;
  const first =
    env['UV_DEFAULT_INDEX'] || env['UV_INDEX_URL'] || env['PIP_INDEX_URL'] || uv.index || pip['index-url'];
  const indexes = none ? [] : [first ?? (await defaultOfPip(ask)), ...extra].map(checked);
  const distinct = new Map(indexes.map((index) => [index.url, index]));
  return { indexes: [...distinct.values()], findLinks: [...new Set(findLinks)] };
}
