import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { lifeOf, processIdentity, thisProcess } from '../../io/services/process-identity.ts';
import { writeFileAtomic } from '../../lib/atomic-file.ts';

/** A new folder below another, for its owner only. */
export interface OwnedFolder {
  readonly folder: string;
  /** Who owns it, beside it: there before the folder is, and for as long. */
  readonly ownerFile: string;
}

const ownerOf = (folder: string): string => `${folder}.json`;

/** Makes a new folder that belongs to this process. Its name is unique. */
export async function makeOwnedFolder(all: string): Promise<OwnedFolder> {
  const folder = join(all, randomBytes(6).toString('hex'));
  const ownerFile = ownerOf(folder);
  await writeFileAtomic(ownerFile, JSON.stringify(await thisProcess()));
  await mkdir(folder, { mode: 0o700 });
  return { folder, ownerFile };
}

async function isAbandoned(folder: string): Promise<boolean> {
  const text = await readFile(ownerOf(folder), 'utf8').catch(() => undefined);
  // It was made without an owner, or is gone with its owner since it was listed.
  if (text === undefined) return true;
  try {
    return (await lifeOf(processIdentity.parse(JSON.parse(text)))) === 'dead';
  } catch {
    return true;
  }
}

/** The folders below another whose owners have died; those of other machines are left alone. */
export async function abandonedFolders(all: string): Promise<OwnedFolder[]> {
  const listed = (await readdir(all).catch(() => [])).filter((name) => !name.endsWith('.tmp'));
  const names = [...new Set(listed.map((name) => name.replace(/\.json$/, '')))];
  const found: OwnedFolder[] = [];
  for (const name of names) {
    const folder = join(all, name);
    if (await isAbandoned(folder)) found.push({ folder, ownerFile: ownerOf(folder) });
  }
  return found;
}

/** Removes the owner file of a folder, once the folder itself is gone. */
export const forgetOwner = ({ ownerFile }: OwnedFolder): Promise<void> => rm(ownerFile, { force: true });
