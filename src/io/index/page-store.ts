import { readFile } from 'node:fs/promises';
import { writeFileAtomic } from '../../lib/atomic-file.ts';
import type { OfferedFile } from './offered-file.ts';
import type { PageMark } from './page-mark.ts';

/** A page as it was read, with what it is known by. */
export interface KeptPage {
  readonly mark: PageMark;
  /** Milliseconds since the epoch. */
  readonly readAt: number;
  readonly files: readonly OfferedFile[];
}

/** Index pages kept between two syncs, so that a page that did not change is not read again. */
export interface PageStore {
  find(url: string): KeptPage | undefined;
  keep(url: string, page: KeptPage): void;
  save(): Promise<void>;
}

interface File {
  readonly version: 1;
  readonly pages: Readonly<Record<string, KeptPage>>;
}

/** Opens the store in this file; one that is missing or cannot be read is an empty one, for it only saves reading. */
export async function openPageStore(path: string): Promise<PageStore> {
  const pages = new Map<string, KeptPage>();
  try {
    const file = JSON.parse(await readFile(path, 'utf8')) as File;
    if (file.version === 1) for (const [url, page] of Object.entries(file.pages)) pages.set(url, page);
  } catch {
    // Nothing kept, then.
  }
  return {
    find: (url) => pages.get(url),
    keep: (url, page) => void pages.set(url, page),
    save: () => writeFileAtomic(path, JSON.stringify({ version: 1, pages: Object.fromEntries(pages) })),
  };
}
