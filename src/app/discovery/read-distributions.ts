import type { HostReader } from '../../io/hosts/port.ts';

/** What tells that a distribution is installed. */
export interface FoundDistribution {
  /** The name of its folder of metadata, or of its link to a source folder. */
  readonly mark: string;
  /** As its metadata says; undefined where the mark is there and metadata is not. */
  readonly version: string | undefined;
  /** The source folder that it is installed from, editable. */
  readonly source?: string;
}

/** One spelling for all: `backend.ai_manager`, `backend_ai_manager` and `backend.ai-manager` are the same. */
const canonical = (name: string): string => name.toLowerCase().replaceAll(/[-_.]+/g, '-');

/** Metadata begins with its header; a description of any length follows. */
const headerBytes = 8192;

async function versionIn(host: HostReader, file: string): Promise<string | undefined> {
  const bytes = await host.readPart(file, 0, headerBytes).catch(() => undefined);
  return bytes && /^Version:\s*(\S+)/im.exec(new TextDecoder().decode(bytes))?.[1];
}

async function editableSource(host: HostReader, file: string): Promise<{ readonly source?: string }> {
  const text = await host.readText(file).catch(() => undefined);
  const url =
    text && /"editable"\s*:\s*true/.test(text) ? /"url"\s*:\s*"file:\/\/([^"]+)"/.exec(text)?.[1] : undefined;
  return url === undefined ? {} : { source: decodeURIComponent(url) };
}

/** `setup.py develop` leaves a file that names the source folder, where the metadata lies. */
async function linked(host: HostReader, folder: string, mark: string): Promise<FoundDistribution> {
  const [line = ''] = ((await host.readText(`${folder}/${mark}`)) ?? '').split('\n');
  const source = line.trim();
  const info = (await host.list(source)).find((name) => name.endsWith('.egg-info'));
  const version = info === undefined ? undefined : await versionIn(host, `${source}/${info}/PKG-INFO`);
  return { mark, version, source };
}

/** Everything in a folder of packages that looks like a distribution of this name: whole ones and empty leftovers. */
export async function readDistributions(
  host: HostReader,
  folder: string,
  distribution: string,
): Promise<FoundDistribution[]> {
  const marks = (await host.list(folder)).flatMap((mark) => {
    const [, name = '', kind] = /^(.+?)(?:-\d.*)?\.(dist-info|egg-info|egg-link)$/.exec(mark) ?? [];
    return canonical(name) === canonical(distribution) ? [{ mark, kind }] : [];
  });
  return Promise.all(
    marks.map(async ({ mark, kind }) => {
      if (kind === 'egg-link') return linked(host, folder, mark);
      const file = kind === 'egg-info' ? 'PKG-INFO' : 'METADATA';
      const version = await versionIn(host, `${folder}/${mark}/${file}`);
      return { mark, version, ...(await editableSource(host, `${folder}/${mark}/direct_url.json`)) };
    }),
  );
}
