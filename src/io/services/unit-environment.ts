import { basename, dirname, join, relative } from 'node:path';
import type { EnvironmentName } from '../../core/cluster/environment-name.ts';
import { BaiupError, messageOf } from '../../lib/errors.ts';
import { hostTrouble } from '../hosts/host-trouble.ts';
import type { Host, HostReader } from '../hosts/port.ts';

/** Where a path leads to, through links; also where its last part is not there. */
async function leadsTo(host: HostReader, path: string): Promise<string> {
  const asked = await host.ask({ argv: ['readlink', '--canonicalize', '--', path], timeoutMs: 20_000 });
  return asked.exitCode === 0 ? asked.stdout.trim() : path;
}

/** What the path by which a unit names its environment is now, and what it leads to. */
export async function namedEnvironment(
  host: HostReader,
  path: string,
): Promise<{ readonly environment: string; readonly named: EnvironmentName }> {
  const [environment, folder, target, found] = await Promise.all([
    leadsTo(host, path),
    leadsTo(host, dirname(path)),
    host.readLink(path),
    host.stat(path),
  ]);
  const at = join(folder, basename(path));
  return { environment, named: { at, isFolder: target === undefined && found?.kind === 'folder' } };
}

/** As it is written in a link beside it: a folder that is moved as a whole keeps what is in it. */
const fromFolderOf = (path: string, to: string): string =>
  dirname(path) === dirname(to) ? relative(dirname(path), to) : to;

const linkTo = (root: Host, path: string, to: string): Promise<void> =>
  root.link(path, fromFolderOf(path, to));

/** Nothing that somebody else has put there gives way: only links, which are ours. */
async function requireFree(root: Host, path: string, keep: string): Promise<void> {
  const isOurs = (await root.readLink(keep)) !== undefined;
  if (isOurs || (await root.stat(keep)) === undefined) return;
  throw new BaiupError(
    'service.environment-kept',
    `${path} on ${root.name} is a folder that is to become ${keep}, where something else lies`,
    { hint: `look what it is, and move it away: mv ${keep} ${keep}.old`, left: `${path} is as it was` },
  );
}

function fixed(root: Host, path: string, error: unknown): BaiupError {
  return new BaiupError(
    'service.environment-fixed',
    `no link can take the place of ${path}: ${messageOf(error)}`,
    {
      hint: `${path} on ${root.name} must not be a mount point or lie on a disk that cannot be written; where it must, let the unit name another path, a link, and write that into service.environment in cluster.yaml`,
      left: `${path} is as it was`,
      cause: error,
    },
  );
}

/**
 * Makes a link of the path by which a unit names its environment, while the service runs: a folder and a link to where
 * it lies then change places in one call, so whoever goes by the path finds the same files at every moment.
 * @param keep where a folder lies from then on
 * @returns false where the kernel or the file system has no such call: until the switch, `keep` is a link to the folder
 * @throws BaiupError `service.environment-kept`, `service.environment-fixed`
 */
export async function linkEnvironment(root: Host, path: string, keep: string): Promise<boolean> {
  const { environment, named } = await namedEnvironment(root, path);
  if (!named.isFolder) {
    // Of several links one behind the other the first would follow when a later one is switched.
    await linkTo(root, path, environment);
    return true;
  }
  await requireFree(root, path, keep);
  try {
    await linkTo(root, keep, keep);
    const isDone = await root.exchange(named.at, keep);
    if (!isDone) await linkTo(root, keep, named.at);
    return isDone;
  } catch (error) {
    if (hostTrouble(error)) throw error;
    if ((await root.readLink(keep)) !== undefined) await root.remove(keep);
    throw fixed(root, path, error);
  }
}

/** Takes back what `linkEnvironment` has left where it could not do the whole. What became a link stays one. */
export async function forgetLink(root: Host, path: string, keep: string): Promise<void> {
  const { named } = await namedEnvironment(root, path);
  if (named.isFolder && (await root.readLink(keep)) !== undefined) await root.remove(keep);
}

/**
 * Lets the path by which a unit names its environment lead to another one, by one rename; a folder that is there still
 * is moved first, by another one, so nothing may start the service meanwhile.
 * @param keep where a folder that is there goes
 */
export async function switchEnvironment(
  root: Host,
  path: string,
  environment: string,
  keep: string,
): Promise<void> {
  const { named } = await namedEnvironment(root, path);
  if (named.isFolder) {
    await requireFree(root, path, keep);
    await root.remove(keep);
    await root.move(named.at, keep).catch((error: unknown) => {
      throw hostTrouble(error) ? error : fixed(root, path, error);
    });
  }
  await linkTo(root, path, environment);
}
