import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { BaiupError } from '../../lib/errors.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
};

interface Asset {
  readonly type: string;
  readonly bytes: Buffer<ArrayBuffer>;
  /** Its name says what it holds, so it never changes. */
  readonly isFixed: boolean;
}

/** The built page. Only what was found when it was read is ever served, so no path leads out of its folder. */
export interface Assets {
  readonly index: Asset;
  find(path: string): Asset | undefined;
}

/** Beside the compiled program in a package, below `dist` in a checkout. */
export const pageFolders: readonly string[] = [
  join(import.meta.dirname, '../../web'),
  join(import.meta.dirname, '../../../dist/web'),
];

/** Files that are no part of the page. */
const isOther = (name: string): boolean => name.startsWith('report') || name.endsWith('.map');

/** @throws BaiupError `page.not-built` */
export async function loadAssets(among: readonly string[] = pageFolders): Promise<Assets> {
  for (const folder of among) {
    const names: string[] = await readdir(folder, { recursive: true }).catch(() => []);
    if (!names.includes('index.html')) continue;
    const files = names.filter((name) => types[extname(name)] !== undefined && !isOther(name));
    const read = async (name: string): Promise<[string, Asset]> => {
      const type = types[extname(name)] ?? 'application/octet-stream';
      const bytes = Buffer.from(await readFile(join(folder, name)));
      return [`/${name}`, { type, bytes, isFixed: name.startsWith('assets/') }];
    };
    const assets = new Map(await Promise.all(files.map(read)));
    const index = assets.get('/index.html');
    if (index) return { index, find: (path) => assets.get(path) };
  }
  throw new BaiupError('page.not-built', 'the page has not been built', {
    hint: 'in a checkout: npm run prepare',
    left: 'nothing was changed',
  });
}
