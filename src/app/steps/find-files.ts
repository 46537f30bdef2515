import type { ComponentName } from '../../core/cluster/inventory.ts';
import { type HostFiles, namesLike, type WayBack } from '../../core/components/host-files.ts';
import { componentNamed } from '../../core/components/index.ts';
import type { HostFile, HostReader } from '../../io/hosts/port.ts';
import { atMost } from '../../lib/at-most.ts';

/** How many folders of one host are looked into at once. */
const atOnce = 16;

/** A file of a component's process, by the location that its configuration names and its name below that. */
export interface FoundFile {
  readonly location: string;
  readonly name: string;
  readonly path: string;
  readonly size: number;
}

/** The paths that a member's configuration names, by their keys. */
export type Locations = Readonly<Record<string, string>>;

export const locationOf = ({ where }: HostFiles): string => (where === 'configuration' ? where : where.key);

/** Files below a folder whose names match a pattern. A name without `*` is a folder that need not be looked for. */
async function matching(
  host: HostReader,
  folder: string,
  pattern: string,
  kind: HostFile['kind'],
): Promise<readonly Omit<FoundFile, 'location'>[]> {
  const [head = '', ...rest] = pattern.split('/');
  const named = namesLike(head);
  if (rest.length === 0) {
    const files = await host.files(folder);
    return files
      .filter((file) => file.kind === kind && named.test(file.name))
      .map(({ name, size }) => ({ name, path: `${folder}/${name}`, size }));
  }
  const folders = head.includes('*')
    ? (await host.files(folder)).filter((file) => file.kind === 'folder' && named.test(file.name))
    : [{ name: head }];
  const below = await atMost(atOnce, folders, async ({ name }) => {
    const found = await matching(host, `${folder}/${name}`, rest.join('/'), kind);
    return found.map((file) => ({ ...file, name: `${name}/${file.name}` }));
  });
  return below.flat();
}

async function oneFile(host: HostReader, path: string): Promise<readonly Omit<FoundFile, 'location'>[]> {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const files = await host.files(path.slice(0, path.lastIndexOf('/')));
  return files.filter((file) => file.name === name).map(({ size }) => ({ name, path, size }));
}

/** What a component wrote of the files that it declares for one way back. */
export async function findFiles(
  host: HostReader,
  component: ComponentName,
  locations: Locations,
  back: WayBack,
): Promise<readonly FoundFile[]> {
  const kind = back === 'sweep' ? 'socket' : 'file';
  const declared = componentNamed(component).hostFiles.filter((each) => each.back === back);
  const found = await Promise.all(
    declared.map(async (each) => {
      const location = locationOf(each);
      const path = locations[location];
      if (path === undefined) return [];
      const names = each.names ?? [];
      const files = await (each.where === 'configuration'
        ? oneFile(host, path)
        : Promise.all(names.map((name) => matching(host, path, name, kind))).then((all) => all.flat()));
      return files.map((file) => ({ location, ...file }));
    }),
  );
  return found.flat();
}
