import { basename, dirname, join, resolve } from 'node:path';
import type { HostReader } from '../../../io/hosts/port.ts';
import type { Start } from './read-start.ts';

const without = (word: string): string => dirname(dirname(word));

/** The version that pyenv takes: the variable's, else that of the nearest `.python-version`, else its own. */
async function pyenvVersion(
  host: HostReader,
  { cwd, variables }: Start,
  root: string,
): Promise<string | undefined> {
  const told = variables.get('PYENV_VERSION');
  if (told) return told.split(':')[0];
  const files: string[] = [];
  for (let folder = cwd; ; folder = dirname(folder)) {
    files.push(join(folder, '.python-version'));
    if (folder === dirname(folder)) break;
  }
  for (const file of [...files, `${root}/version`]) {
    const text = await host.readText(file).catch(() => undefined);
    const name = text?.split(/\s+/).find((word) => word !== '');
    if (name !== undefined) return name;
  }
  return undefined;
}

async function ofPyenv(host: HostReader, start: Start, home: string): Promise<string | undefined> {
  const root = start.variables.get('PYENV_ROOT') ?? `${home}/.pyenv`;
  const name = await pyenvVersion(host, start, root);
  return name === undefined || name === 'system' ? undefined : `${root}/versions/${name}`;
}

/**
 * The environment that a service starts from, by the path that its unit and its scripts name: that path stays when it
 * becomes a link to another one. Undefined where they name none.
 */
export async function environmentNamed(
  host: HostReader,
  start: Start,
  home: string,
): Promise<string | undefined> {
  const { by, cwd, activated, isPyenv, variables } = start;
  const isShim = (folder: string): boolean => folder.endsWith('/shims');
  if (by.includes('/')) {
    const path = resolve(cwd, by);
    if (isShim(dirname(path))) return ofPyenv(host, start, home);
    if (basename(dirname(path)) === 'bin') return without(path);
  }
  if (activated !== undefined) return activated;
  const folders = (variables.get('PATH') ?? '').split(':').filter((folder) => folder.startsWith('/'));
  for (const folder of folders) {
    if (isShim(folder)) break;
    const [isThere, isEnvironment] = await Promise.all([
      host.stat(join(folder, by)).catch(() => undefined),
      host.stat(join(dirname(folder), 'pyvenv.cfg')).catch(() => undefined),
    ]);
    if (isThere && isEnvironment) return dirname(folder);
  }
  if (isPyenv || folders.some(isShim)) return ofPyenv(host, start, home);
  return variables.get('VIRTUAL_ENV');
}
