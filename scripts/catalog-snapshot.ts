import { join } from 'node:path';
import { encodeLine } from '../src/core/catalog/encode-line.ts';
import type { LineFile } from '../src/core/catalog/line-file.ts';
import { lineOf } from '../src/core/versions/line-of.ts';
import type { Line } from '../src/core/versions/version.ts';
import { localHost } from '../src/io/hosts/local.ts';
import { indexAddress } from '../src/io/index/index-address.ts';
import { lineReleases } from '../src/io/index/line-releases.ts';
import { writeFileAtomic } from '../src/lib/atomic-file.ts';

/** Takes the catalog's data down from the package index again: `bin/node scripts/catalog-snapshot.ts`. */
const lines = ['23.03', '23.09', '24.03', '24.09'] as Line[];
const folder = join(import.meta.dirname, '..', 'src', 'core', 'catalog', 'data');

/** One release and one revision a line, so that a change is readable. */
function fileText({ releases, revisions, ...head }: LineFile): string {
  const list = (items: readonly unknown[]) =>
    `[\n${items.map((item) => JSON.stringify(item)).join(',\n')}\n]`;
  return `${JSON.stringify(head).slice(0, -1)},\n"revisions": ${list(revisions)},\n"releases": ${list(releases)}}\n`;
}

const index = await indexAddress((command) => localHost('local').ask(command));
const releases = await lineReleases(index, lines);
for (const line of lines) {
  const own = releases.filter(({ version }) => lineOf(version) === line);
  const text = fileText(encodeLine(line, own));
  await writeFileAtomic(join(folder, `${line}.json`), text, 0o644);
  console.log(`${line}: ${own.length} releases, ${text.length} bytes`);
}
