import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writeFileAtomic } from '../lib/atomic-file.ts';
import { BaiupError } from '../lib/errors.ts';
import { clusterFile } from './cluster-file.ts';
import { filesOf } from './configurations/files-of.ts';
import { type Ingredients, proxySecrets } from './configurations/shared.ts';
import { type Fixture, fixtures, type ProxyDoor } from './fixtures.ts';
import { componentsOf, declaredAt, memberOf } from './members.ts';
import { backendOf, portOf } from './record.ts';

/** Folders, configuration files, fixtures and cluster.yaml; what is there stays as it is, for it may have been changed. */
export async function writeFiles(ingredients: Ingredients): Promise<void> {
  const { layout, record } = ingredients;
  const declared = declaredAt(record.version, backendOf(record));
  const folders = [
    layout.volume,
    layout.sockets,
    dirname(layout.log('any')),
    ...declared.map(layout.workdir),
  ];
  await Promise.all(folders.map((folder) => mkdir(folder, { recursive: true, mode: 0o700 })));
  const files: readonly (readonly [path: string, content: () => string])[] = [
    ...declared.flatMap((component) =>
      Object.entries(filesOf(component)).map(
        ([name, content]) => [join(layout.workdir(component), name), () => content(ingredients)] as const,
      ),
    ),
    // The layout of folders in a volume; without it the storage-proxy takes the volume for an old one.
    [join(layout.volume, 'version.txt'), () => '3\n'],
    [layout.fixtures, () => `${JSON.stringify(fixtures(record, proxyOf(ingredients)), null, 2)}\n`],
    [layout.cluster, () => clusterFile(ingredients)],
  ];
  await Promise.all(files.map(([path, content]) => writeOnce(path, content)));
  await makeFolders(ingredients);
}

/** What users have in the volume, as a storage-proxy lays it out: `user/01/23/rest`. */
async function makeFolders(ingredients: Ingredients): Promise<void> {
  const hex = (id: unknown): string => String(id).replaceAll('-', '');
  const rows = (await readFixtures(ingredients)).flatMap(({ vfolders }) =>
    Array.isArray(vfolders) ? vfolders : [],
  );
  const paths = rows.map(({ id, user }) => {
    const name = hex(id);
    return join(ingredients.layout.volume, hex(user), name.slice(0, 2), name.slice(2, 4), name.slice(4));
  });
  await Promise.all(paths.map((path) => mkdir(path, { recursive: true, mode: 0o700 })));
}

/** Where managers find the proxy of a sandbox's release, and what they show it; undefined where there is none. */
function proxyOf(ingredients: Ingredients): ProxyDoor | undefined {
  const { record } = ingredients;
  const [proxy] = componentsOf(record.version, backendOf(record)).filter(
    (each) => each === 'wsproxy' || each === 'app-proxy-coordinator',
  );
  if (!proxy) return undefined;
  const url = `http://127.0.0.1:${portOf(record, memberOf(proxy).endpoint)}`;
  return { url, token: proxySecrets(ingredients).api };
}

async function writeOnce(path: string, content: () => string): Promise<void> {
  const there = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new BaiupError('sandbox.damaged', `${path} cannot be read: ${error.message}`, { cause: error });
  });
  if (there === undefined) await writeFileAtomic(path, content());
}

export async function readFixtures(ingredients: Ingredients): Promise<readonly Fixture[]> {
  return JSON.parse(await readFile(ingredients.layout.fixtures, 'utf8')) as readonly Fixture[];
}
