import { dirname } from 'node:path';
import type { HostReader } from '../../io/hosts/port.ts';

/** Where an environment and a working folder may lie below a checkout: `dist/export/python/virtualenvs/NAME/3.12.6`. */
const mostAbove = 7;

function ancestors(path: string): string[] {
  const all: string[] = [];
  for (let folder = path; all.length <= mostAbove && folder !== dirname(folder); folder = dirname(folder)) {
    all.push(folder);
  }
  return all;
}

/** A checkout of the vendor's repository, or of a copy of it, that has a module's source at or above some folders. */
export async function sourceCheckout(
  host: HostReader,
  below: readonly string[],
  module: string,
): Promise<{ readonly folder: string; readonly version: string | undefined } | undefined> {
  const source = `src/${module.replaceAll('.', '/')}.py`;
  for (const folder of new Set(below.flatMap(ancestors))) {
    if ((await host.stat(`${folder}/${source}`)) === undefined) continue;
    const version = (await host.readText(`${folder}/VERSION`).catch(() => undefined))?.trim();
    return { folder, version };
  }
  return undefined;
}
