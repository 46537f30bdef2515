import type { Host } from '../../io/hosts/port.ts';
import { type Captured, type CapturedFile, checkCopy, putBack } from './captured-files.ts';
import { registryLocation } from './carry-kernels.ts';
import type { StepContext } from './context.ts';
import { filesOfMember } from './files-of-member.ts';
import type { FilesParams } from './files-params.ts';
import { type FoundFile, findFiles } from './find-files.ts';
import { readKernels, readRegistries, writtenRegistry } from './kernel-registry.ts';
import { sweepSockets } from './sweep-sockets.ts';

/** What became of a member's files on the way back. */
export interface PutBack {
  /** Paths of the files that are as they were at the stop again. */
  readonly putBack: readonly string[];
  /** Paths that the newer release left, and the folder that they lie in now. */
  readonly movedAside: readonly string[];
  readonly aside?: string;
  /** Sockets that no process listened on. */
  readonly removed: readonly string[];
  /** The kernels of the newer release went back with the agent: its database stays too. */
  readonly kernelsKept?: boolean;
}
type Moved = Omit<PutBack, 'removed'>;

const parentOf = (path: string): string => path.slice(0, path.lastIndexOf('/'));

/** A folder that nothing lies in yet: going back may be tried more than once. */
async function asideFolder(host: Host, keep: string): Promise<string> {
  const names = new Set(await host.list(keep));
  for (let count = 1; ; count += 1) {
    const name = count === 1 ? 'after' : `after-${count}`;
    if (!names.has(name)) return `${keep}/${name}`;
  }
}

async function moveAside(host: Host, aside: string, files: readonly FoundFile[]): Promise<void> {
  for (const { location, name, path } of files) {
    const to = `${aside}/${location}/${name}`;
    await host.makeFolder(parentOf(to));
    await host.move(path, to);
  }
}

/** Whether there is still a folder to put a file into: that of a session goes with the session. */
async function hasPlace(host: Host, { path, name }: CapturedFile): Promise<boolean> {
  if (!name.includes('/')) return true;
  const folder = parentOf(path);
  return (await host.list(parentOf(folder))).includes(folder.slice(folder.lastIndexOf('/') + 1));
}

/** Puts a member's files back as they were at the stop; what is there instead is moved aside. */
async function restoreFiles(captured: Captured, given: FilesParams, context: StepContext): Promise<Moved> {
  const { host, found } = await filesOfMember(given, context);
  const wanted = new Map(captured.files.map((file) => [file.path, file]));
  const now = await Promise.all(found.map(async (file) => ({ file, sha256: await host.sha256(file.path) })));
  const changed = now.filter(({ file, sha256 }) => wanted.get(file.path)?.sha256 !== sha256);
  const right = new Set(now.filter((each) => !changed.includes(each)).map(({ file }) => file.path));
  const missing: CapturedFile[] = [];
  for (const file of captured.files) {
    if (!right.has(file.path) && (await hasPlace(host, file))) missing.push(file);
  }
  await Promise.all(missing.map((file) => checkCopy(host, captured, file)));
  const aside = changed.length > 0 ? await asideFolder(host, captured.keep) : undefined;
  if (aside)
    await moveAside(
      host,
      aside,
      changed.map(({ file }) => file),
    );
  for (const file of missing) await putBack(host, captured, file);
  return {
    putBack: missing.map(({ path }) => path),
    movedAside: changed.map(({ file }) => file.path),
    ...(aside ? { aside } : {}),
  };
}

/**
 * Gives the old agent the kernels that the newer one knew, if it can read them: its database did not go back either.
 * @returns undefined where it cannot
 */
async function keepKernels(
  captured: Captured,
  given: FilesParams,
  context: StepContext,
): Promise<Moved | undefined> {
  const location = registryLocation(given, context);
  const kept = { putBack: [], movedAside: [], kernelsKept: true };
  if (!location) return kept;
  const { host } = location;
  const newer = await writtenRegistry(location, given.to);
  if (newer === undefined) return undefined;
  const older = await readRegistries(location, given.from);
  const sha256 = await host.sha256(newer);
  const isUnchanged = captured.files.some((file) => older.includes(file.path) && file.sha256 === sha256);
  if (isUnchanged) return kept;
  if ((await readKernels(host, given.from.environment, newer)) === undefined) return undefined;
  for (const path of older) if (path !== newer) await host.copy(newer, path);
  return { ...kept, putBack: older };
}

/** Takes a member's files back to its older release. */
export async function putFilesBack(
  captured: Captured,
  given: FilesParams,
  context: StepContext,
): Promise<PutBack> {
  const kept = given.restoresData ? undefined : await keepKernels(captured, given, context);
  const done = kept ?? (await restoreFiles(captured, given, context));
  const { host } = await filesOfMember(given, context);
  const sockets = await findFiles(host, given.component, given.locations, 'sweep');
  return { ...done, removed: await sweepSockets(host, sockets) };
}
