import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { HostReader } from '../hosts/port.ts';

/**
 * SHA-256 over what an environment holds: each distribution's RECORD, its own list of files with their hashes. The same
 * wheels installed again in the same folder give the same.
 * @returns undefined where there is no environment
 */
export async function installedArtefact(host: HostReader, environment: string): Promise<string | undefined> {
  const lib = join(environment, 'lib');
  const records: string[] = [];
  for (const python of await host.list(lib)) {
    const packages = join(lib, python, 'site-packages');
    const names = await host.list(packages);
    for (const name of names.filter((each) => each.endsWith('.dist-info'))) {
      const record = (await host.readText(join(packages, name, 'RECORD'))) ?? '';
      const lines = record.split('\n').map((line) => line.trim());
      records.push(`${name}\n${lines.sort().join('\n')}`);
    }
  }
  if (records.length === 0) return undefined;
  return createHash('sha256').update(records.join('\n')).digest('hex');
}
