import type { Variables } from '../../lib/variables.ts';
import type { HostReader } from '../hosts/port.ts';

export type Ask = HostReader['ask'];

/** What pip's variables are kept under: `PIP_FIND_LINKS` is `find-links`. */
const names = [
  'index-url',
  'extra-index-url',
  'find-links',
  'no-index',
  'cert',
  'client-cert',
  'proxy',
  'trusted-host',
] as const;
type Name = (typeof names)[number];

/** Where pip looks for its configuration, if the operator says so. */
const locations = ['PIP_CONFIG_FILE', 'XDG_CONFIG_HOME', 'XDG_CONFIG_DIRS', 'VIRTUAL_ENV'];

/** One setting of `pip config list`: `global.index-url='…'`. Pip prints Python's representation. */
const setting = /^(global|install|download)\.([\w-]+)='(.*)'$/;

function isTrue(text: string): string {
  return String(['1', 'true', 'yes', 'on', 'y', 't'].includes(text.trim().toLowerCase()));
}

/** What pip's variables and configuration say of where packages come from and of the way there. Its variables win, as in pip. */
export async function pipListing(ask: Ask, env: Variables): Promise<Readonly<Partial<Record<Name, string>>>> {
  const own = Object.fromEntries(
    [...locations, 'HOME'].flatMap((name) => (env[name] ? [[name, env[name]]] : [])),
  );
  const argv = ['python3', '-m', 'pip', 'config', 'list'] as const;
  const answer = await ask({ argv: [...argv], env: own, timeoutMs: 30_000 }).catch(() => undefined);
  const found: Partial<Record<Name, string>> = {};
  const lines = answer?.exitCode === 0 ? answer.stdout.split('\n') : [];
  // Sorted, so that what `[install]` says comes after `[global]`, and wins as in pip.
  for (const line of lines.toSorted()) {
    const [, section, name, value = ''] = setting.exec(line.trim()) ?? [];
    const known = names.find((each) => each === name);
    if (known && section !== 'download') found[known] = value.replaceAll('\\n', ' ').trim();
  }
  for (const name of names) {
    const value = env[`PIP_${name.toUpperCase().replaceAll('-', '_')}`];
    if (value) found[name] = value;
  }
  return found['no-index'] === undefined ? found : { ...found, 'no-index': isTrue(found['no-index']) };
}
