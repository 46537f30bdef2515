import type { Command, CommandResult } from '../../lib/command.ts';
import { BaiupError } from '../../lib/errors.ts';
import { type Secret, secret } from '../../lib/secret.ts';

/** The simple index that packages come from. */
export interface PackageIndex {
  /** Without a trailing slash and without credentials. */
  readonly url: string;
  /** The Authorization header, where the operator's address carries credentials. */
  readonly authorization?: Secret;
}

type Ask = (command: Command) => Promise<CommandResult>;
type Environment = Readonly<Record<string, string | undefined>>;

/** What uv and pip themselves look at, in this order. */
const variables = ['UV_DEFAULT_INDEX', 'UV_INDEX_URL', 'PIP_INDEX_URL'] as const;

/** Pip's own default is nowhere in its configuration: it is asked of pip. */
const pipDefault = 'from pip._internal.models.index import PyPI; print(PyPI.simple_url)';

const questions: readonly Command['argv'][] = [
  ['python3', '-m', 'pip', 'config', 'get', 'global.index-url'],
  ['python3', '-m', 'pip', 'config', 'get', 'install.index-url'],
  ['python3', '-c', pipDefault],
];

/** Where pip looks for its configuration, if the operator says so. */
function places(env: Environment): Record<string, string> {
  const names = ['PIP_CONFIG_FILE', 'XDG_CONFIG_HOME', 'XDG_CONFIG_DIRS', 'VIRTUAL_ENV'];
  return Object.fromEntries(names.flatMap((name) => (env[name] ? [[name, env[name]]] : [])));
}

/** Takes the credentials out of an index address; uv allows `name=` before it. */
export function packageIndex(address: string): PackageIndex {
  const url = new URL(address.trim().replace(/^[\w.-]+=/, ''));
  const { username, password } = url;
  url.username = '';
  url.password = '';
  const plain = { url: url.href.replace(/\/+$/, '') };
  if (username === '' && password === '') return plain;
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { ...plain, authorization: secret(`Basic ${Buffer.from(pair).toString('base64')}`) };
}

/**
 * The operator's package index: uv's and pip's variables, pip's configuration, else pip's own default.
 * @throws BaiupError `index.unknown` where nothing names one.
 */
export async function indexAddress(ask: Ask, env: Environment = process.env): Promise<PackageIndex> {
  for (const name of variables) {
    const value = env[name];
    if (value) return packageIndex(value);
  }
  for (const argv of questions) {
    const answer = await ask({ argv, env: places(env), timeoutMs: 30_000 }).catch(() => undefined);
    const line = answer?.exitCode === 0 ? answer.stdout.trim().split('\n').at(-1) : undefined;
    if (line) return packageIndex(line);
  }
  throw new BaiupError(
    'index.unknown',
    'no package index is configured, and pip could not be asked for its own',
    {
      hint: 'set PIP_INDEX_URL to the address of a simple index',
    },
  );
}
