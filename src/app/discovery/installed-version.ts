import { parseVersion } from '../../core/versions/parse-version.ts';
import type { Version } from '../../core/versions/version.ts';
import type { HostReader } from '../../io/hosts/port.ts';
import { sitePackages } from './site-packages.ts';

/** `backend.ai_manager-24.3.11.dist-info`; older wheels spell the name with a dash or two underscores. */
const distInfo = /^backend[._]ai[-_](.+)-(\d[^-]*)\.dist-info$/;

/**
 * The version of a distribution in a virtual environment, read from its metadata folder, as printed.
 * @returns undefined where the environment or the distribution is not there
 */
export async function installedVersion(
  host: HostReader,
  environment: string,
  distribution: string,
): Promise<Version | undefined> {
  const folder = await sitePackages(host, environment);
  for (const name of folder === undefined ? [] : await host.list(folder)) {
    const [, found, version] = distInfo.exec(name) ?? [];
    if (version && `backend.ai-${found?.replaceAll('_', '-')}` === distribution) return parseVersion(version);
  }
  return undefined;
}
