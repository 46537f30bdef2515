import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { cacheHome } from '../../lib/state-home.ts';
import { anyPython } from './interpreters.ts';
import { parsePipSettings, uvSettings } from './pip-settings.ts';
import { here } from './run-here.ts';
import { pipEnvironment } from './uv.ts';

let settings: Promise<Record<string, string>> | undefined;

/** Variables that uv is run with: the operator's index, one cache for all, no interpreters of its own accord. */
export async function uvEnvironment(): Promise<Record<string, string>> {
  settings ??= readSettings();
  return {
    ...pipEnvironment(),
    ...(await settings),
    UV_CACHE_DIR: process.env['UV_CACHE_DIR'] ?? join(cacheHome(), 'uv'),
    UV_PYTHON_DOWNLOADS: 'never',
    UV_NO_PROGRESS: '1',
  };
}

async function readSettings(): Promise<Record<string, string>> {
  const own = Object.fromEntries(
    Object.entries(process.env).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && entry[0].startsWith('UV_'),
    ),
  );
  if (await uvIsConfigured()) return own;
  const python = await anyPython();
  const argv = [python.path, '-m', 'pip', 'config', 'list'] as const;
  const listing = await here.ask({ argv, env: pipEnvironment(), timeoutMs: 30_000 });
  const pip = parsePipSettings(listing.exitCode === 0 ? listing.stdout : '');
  return { ...own, ...uvSettings(pip, process.env, existsSync) };
}

/** An operator who told uv itself where to look wants nothing of pip's. */
async function uvIsConfigured(): Promise<boolean> {
  const config = process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config');
  for (const path of [join(config, 'uv', 'uv.toml'), '/etc/uv/uv.toml']) {
    const text = await readFile(path, 'utf8').catch(() => '');
    if (/^\s*(\[\[index]]|index-url|default-index|find-links)/m.test(text)) return true;
  }
  return false;
}
