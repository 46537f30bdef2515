import { BaiupError, usageError } from '../../lib/errors.ts';
import type { Variables } from '../../lib/variables.ts';
import { type Network, openNetwork } from './network.ts';
import { networkSettings } from './network-settings.ts';
import { type PackageIndex, packageIndex } from './package-index.ts';
import { type Ask, pipListing } from './pip-listing.ts';
import { uvConfiguration } from './uv-configuration.ts';

/** Where the operator's packages come from. */
export interface PackageSources {
  /** The first that has a file gives it. */
  readonly indexes: readonly PackageIndex[];
  /** Folders, and addresses of pages, that wheels lie in side by side. */
  readonly findLinks: readonly string[];
  /** The way to all of them; the machine's own unless told. */
  readonly network?: Network;
}

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
      `"${address.replace(/\/\/[^/]*@/, '//***@')}" is not the address of a package index`,
      'write it as https://HOST/simple, or name a folder of wheels',
    );
  }
}

/**
 * What `--index` names, a simple index or a folder of wheels, over the operator's way to the network.
 * @throws BaiupError `index.address`, `index.proxy`, `index.certificate-file` (exit 64)
 */
export async function namedSource(
  address: string,
  ask: Ask,
  env: Variables = process.env,
): Promise<PackageSources> {
  const local = address.startsWith('/') || address.startsWith('.') || address.startsWith('file:');
  if (local) return { indexes: [], findLinks: [address] };
  const index = checked(address);
  return over(await operatorNetwork(ask, env), { indexes: [index], findLinks: [] });
}

function over(network: Network, { indexes, findLinks }: PackageSources): PackageSources {
  return { indexes: indexes.map((index) => ({ ...index, network })), findLinks, network };
}

/** How pip and uv are told to reach the network. @throws BaiupError `index.proxy`, `index.certificate-file` (exit 64) */
export async function operatorNetwork(ask: Ask, env: Variables = process.env): Promise<Network> {
  const [uv, pip] = await Promise.all([uvConfiguration(env), pipListing(ask, env)]);
  return await openNetwork(networkSettings({ ...pip, insecureHosts: uv.insecureHosts }, env));
}

/**
 * The operator's own sources: uv's and pip's variables, uv's and pip's configuration, else pip's own default.
 * @throws BaiupError `index.unknown` where nothing names one; `index.address`, `index.proxy`, `index.certificate-file`
 * (exit 64) for a setting that cannot be right
 */
export async function packageSources(ask: Ask, env: Variables = process.env): Promise<PackageSources> {
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
  const network = await openNetwork(networkSettings({ ...pip, insecureHosts: uv.insecureHosts }, env));
  return over(network, { indexes: [...distinct.values()], findLinks: [...new Set(findLinks)] });
}
