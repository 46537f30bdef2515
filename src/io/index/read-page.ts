import { BaiupError } from '../../lib/errors.ts';
import type { Meter } from './meter.ts';
import type { OfferedFile } from './offered-file.ts';
import type { PackageIndex } from './package-index.ts';
import { pageMark } from './page-mark.ts';
import type { PageStore } from './page-store.ts';
import { projectPage } from './project-page.ts';

export interface ReadPageOptions {
  readonly store?: PageStore | undefined;
  readonly meter: Meter;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly signal?: AbortSignal | undefined;
}

/** How long a page is taken for unchanged because its length is. */
const trustedMs = 7 * 24 * 3600 * 1000;

/** The wheels on a page, read only if it may have changed; undefined where the index has no such page. */
export async function readPage(
  index: PackageIndex,
  url: string,
  { store, meter, now, signal }: ReadPageOptions,
): Promise<readonly OfferedFile[] | undefined> {
  // Asked for before the page itself: a change in between is then seen the next time.
  const mark = store && (await pageMark(index, url, signal));
  const kept = store?.find(url);
  const trusted = kept && (kept.mark.proves || now - kept.readAt < trustedMs);
  if (kept && trusted && mark?.headers === kept.mark.headers) return kept.files;
  try {
    const files = await projectPage(index, url, { meter, signal });
    if (mark) store?.keep(url, { mark, readAt: now, files });
    return files;
  } catch (error) {
    if (error instanceof BaiupError && error.code === 'index.not-found') return undefined;
    throw error;
  }
}
