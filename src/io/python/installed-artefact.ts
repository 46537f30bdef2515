import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const nothingThere = (): string[] => [];

/**
 * SHA-256 over what an environment holds: each distribution's RECORD, its own list of files with their hashes. The same
 * wheels installed again in the same folder give the same.
 * @returns undefined where there is no environment
 */
export async function installedArtefact(environment: string): Promise<string | undefined> {
  const lib = join(environment, 'lib');
  const records: string[] = [];
  for (const python of (await readdir(lib).catch(nothingThere)).sort()) {
    const packages = join(lib, python, 'site-packages');
    const names = await readdir(packages).catch(nothingThere);
    for (const name of names.filter((each) => each.endsWith('.dist-info')).sort()) {
      const record = await readFile(join(packages, name, 'RECORD'), 'utf8').catch(() => '');
      const lines = record.split('\n').map((line) => line.trim());
      records.push(`${name}\n${lines.sort().join('\n')}`);
    }
  }
  if (records.length === 0) return undefined;
  return createHash('sha256').update(records.join('\n')).digest('hex');
}
