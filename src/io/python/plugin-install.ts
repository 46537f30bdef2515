import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CarriedPlugin } from '../../core/components/carried-plugin.ts';
import { pipName } from '../../core/components/plugins-among.ts';
import type { HostReader } from '../hosts/port.ts';

/** How uv is asked for a plugin. */
export interface PluginInstall {
  readonly plugin: CarriedPlugin;
  /** Requirements, as its command line has them. */
  readonly words: readonly string[];
  /** Folders of wheels beside the index. */
  readonly links: readonly string[];
  /** Whether the folder of wheels alone counts, and no index. */
  readonly isExact: boolean;
}

type Take<From extends CarriedPlugin['take']['from']> = Extract<CarriedPlugin['take'], { from: From }>;

const isThere = async (host: HostReader, path: string): Promise<boolean> =>
  (await host.stat(path).catch(() => undefined)) !== undefined;

/** Newer versions first, number by number. */
const newest = (a: string, b: string): number => b.localeCompare(a, 'en', { numeric: true });

/** The version of a folder's wheels that is asked for, or else the newest. */
export function wheelVersion(files: readonly string[], name: string, wished: string): string | undefined {
  const versions = files.flatMap((file) => {
    const [, called = '', version] = /^(.+?)-(\d[^-]*)(?:-.+\.whl|\.tar\.gz)$/.exec(file) ?? [];
    return version !== undefined && pipName(called) === name ? [version] : [];
  });
  return versions.includes(wished) ? wished : versions.sort(newest)[0];
}

async function fromWheels(host: HostReader, name: string, { folder, version }: Take<'wheels'>) {
  if (!(await isThere(host, folder))) throw new Error(`the folder ${folder} is not there`);
  const picked = wheelVersion(await host.list(folder), name, version);
  if (picked === undefined) throw new Error(`${folder} has no wheel of ${name}`);
  return { words: [`${name}==${picked}`], links: [folder], isExact: true };
}

async function fromFolder(host: HostReader, name: string, { path, isEditable }: Take<'folder'>) {
  const projects = await Promise.all(
    ['pyproject.toml', 'setup.py', 'setup.cfg'].map((file) => isThere(host, join(path, file))),
  );
  if (!projects.includes(true))
    throw new Error(`its source folder ${path} is not there, or holds no project that can be installed`);
  return isEditable ? ['--editable', path] : [`${name} @ ${pathToFileURL(path).href}`];
}

async function fromFile(host: HostReader, name: string, { path }: Take<'file'>): Promise<string[]> {
  if (!(await isThere(host, path))) throw new Error(`the file that it was installed from, ${path}, is gone`);
  return [`${name} @ ${pathToFileURL(path).href}`];
}

async function fromIndex(host: HostReader, name: string, { version, beside }: Take<'index'>) {
  const links = beside !== undefined && (await isThere(host, beside)) ? [beside] : [];
  return { words: [`${name}==${version}`], links, isExact: false };
}

/** How uv gets a plugin on a host. @throws Error in words where what it came from is gone */
export async function pluginInstall(host: HostReader, plugin: CarriedPlugin): Promise<PluginInstall> {
  const { name, take } = plugin;
  const simply = (words: readonly string[]) => ({ plugin, words, links: [], isExact: false });
  switch (take.from) {
    case 'index':
      return { plugin, ...(await fromIndex(host, name, take)) };
    case 'wheels':
      return { plugin, ...(await fromWheels(host, name, take)) };
    case 'file':
      return simply(await fromFile(host, name, take));
    case 'folder':
      return simply(await fromFolder(host, name, take));
    case 'address':
      return simply([`${name} @ ${take.url}`]);
    default:
      return take satisfies never;
  }
}
