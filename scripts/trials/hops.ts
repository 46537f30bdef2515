import type { Catalog } from '../../src/core/catalog/catalog.ts';
import type { Release } from '../../src/core/catalog/release.ts';
import { rulebook } from '../../src/core/path/rulebook.ts';
import { parseVersion } from '../../src/core/versions/parse-version.ts';

import { type BadRows, badRows } from './bad-rows.ts';

export interface HopOfTrial {
  readonly from: Release;
  readonly to: Release;
  readonly kind: 'major' | 'minor' | 'skipping' | 'spoiled';
  readonly bad?: BadRows;
}

/** Hops within a line, one for each way in which its history moves. */
const minors = [
  '22.09.22:22.09.23',
  '23.03.11:23.03.12',
  '23.09.8:23.09.10',
  '24.03.0:24.03.2',
  '24.03.4:24.03.5',
  '24.03.10:24.03.11',
  '24.09.4:24.09.5',
  '24.09.5:24.09.6',
  '24.09.13:24.09.14',
  '25.13.3:25.13.4',
  '26.02.4:26.02.5',
  '26.04.10:26.04.11',
  '26.08.1:26.08.2',
  '26.08.2:26.08.3',
  '26.09.5:26.09.6',
];

/** Hops over lines: those that the page names, where it leaves no way, and what policy `schema` takes from 23.09. */
const skipping = [
  '23.03.11:23.09.0',
  '23.09.10:24.03.0',
  '23.09.10:24.03.5',
  '23.09.10:24.09.14',
  '23.09.10:25.18.1',
  '24.03.11:24.09.4',
  '24.03.11:24.09.14',
  '24.03.11:25.01.1',
  '24.09.14:25.01.1',
  '24.09.14:25.02.0',
  '24.09.6:25.02.0',
  '25.02.0:25.15.12',
  '25.15.12:25.19.2',
  '25.18.1:26.09.6',
  '26.01.0:26.02.5',
  '26.03.3:26.04.0',
  '26.03.3:26.04.1',
  '26.03.3:26.04.2',
  '26.03.3:26.04.3',
  '26.03.3:26.04.4',
  '26.03.3:26.04.5',
  '26.03.3:26.04.6',
  '26.03.3:26.04.7',
  '26.03.3:26.07.0',
  '26.03.3:26.08.3',
  '26.03.3:26.09.6',
  '26.04.16:26.09.6',
  '26.04.2:26.07.0',
  '26.04.3:26.04.4',
  '26.04.3:26.07.0',
  '26.04.4:26.07.0',
  '26.04.5:26.07.0',
];

/** A hop by its text, `23.09.10:24.03.11`; undefined where it names no two releases, the later one last. */
export function hopNamed(catalog: Catalog, text: string): HopOfTrial | undefined {
  if (!/^\d+\.\d+\.\w+:\d+\.\d+\.\w+$/.test(text)) return undefined;
  const [from, to] = text.split(':').map((each) => catalog.find(parseVersion(each)));
  if (!from || !to || catalog.releases.indexOf(from) >= catalog.releases.indexOf(to)) return undefined;
  return { from, to, kind: 'skipping' };
}

/** Hops whose database holds rows that break them. */
export function spoiledHops(catalog: Catalog): readonly HopOfTrial[] {
  return badRows.flatMap((bad): HopOfTrial[] => {
    const hop = hopNamed(catalog, `${bad.from}:${bad.to}`);
    return hop ? [{ ...hop, kind: 'spoiled', bad }] : [];
  });
}

/** The last release of each line that can be installed to that of the next, then the samples. */
export function allHops(catalog: Catalog): readonly HopOfTrial[] {
  const exits = [...rulebook(catalog, {}).exits.values()];
  const majors = exits.slice(1).flatMap((to, at): HopOfTrial[] => {
    const from = exits[at];
    return from ? [{ from, to, kind: 'major' }] : [];
  });
  const sample = (texts: readonly string[], kind: HopOfTrial['kind']): HopOfTrial[] =>
    texts.flatMap((text) => {
      const hop = hopNamed(catalog, text);
      return hop ? [{ ...hop, kind }] : [];
    });
  return [...majors, ...sample(minors, 'minor'), ...sample(skipping, 'skipping'), ...spoiledHops(catalog)];
}
