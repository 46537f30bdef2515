import type { HostReader } from '../hosts/port.ts';
import { dockerCommand } from './docker-command.ts';

const format = '{{range .Mounts}}{{println .Source}}{{end}}';

/**
 * What containers have mounted of their host, also those that do not run.
 * @returns undefined where Docker cannot be asked
 */
export async function mountedFolders(
  host: Pick<HostReader, 'ask'>,
  address: string,
): Promise<readonly string[] | undefined> {
  const listed = await host.ask(dockerCommand(address, ['ps', '--all', '--quiet', '--no-trunc']));
  if (listed.exitCode !== 0) return undefined;
  const ids = listed.stdout.split('\n').filter((id) => id !== '');
  if (ids.length === 0) return [];
  const asked = await host.ask(
    dockerCommand(address, ['inspect', '--type', 'container', '--format', format, ...ids]),
  );
  // One that ended between the two questions makes the second one fail, and is missing from its answer.
  return asked.stdout.split('\n').filter((path) => path !== '');
}
