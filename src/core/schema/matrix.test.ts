import { expect, it } from 'vitest';
import { loadCatalog } from '../catalog/load-catalog.ts';
import { isCandidate } from '../versions/is-candidate.ts';
import { schemaMatrix } from './matrix.ts';
import { routeBetween } from './route.ts';

const catalog = loadCatalog();
const finals = catalog.releases.filter(({ version }) => !isCandidate(version));
const { releases, pairs } = schemaMatrix(finals);
const pair = (from: string, to: string) => pairs.find((each) => each.from === from && each.to === to);

it('holds every pair of releases once, from before to', () => {
  expect(pairs).toHaveLength((releases.length * (releases.length - 1)) / 2);
  expect(new Set(pairs.map(({ from, to }) => `${from} ${to}`)).size).toBe(pairs.length);
});

it.each([
  ['23.09.10', '24.03.11', { kind: 'fill', run: 16, fill: 6, orphans: 0 }],
  ['24.03.11', '24.09.14', { kind: 'fill', run: 10, fill: 4, orphans: 0 }],
  ['24.09.14', '25.01.1', { kind: 'rejoin', orphans: 1 }],
  ['24.09.14', '25.06.17', { kind: 'fill', orphans: 0 }],
  ['25.19.2', '26.01.0', { kind: 'blocked', run: 0 }],
  ['26.01.0', '26.02.5', { kind: 'blocked', run: 0 }],
  ['25.19.2', '26.02.5', { kind: 'upgrade', run: 22, fill: 0 }],
  ['26.04.16', '26.07.0', { kind: 'rejoin' }],
])('%s → %s', (from, to, expected) => {
  expect(pair(from, to)).toMatchObject(expected);
});

it('says what each route says', () => {
  for (const [at, { from, to, ...numbers }] of pairs.entries()) {
    if (at % 97 !== 0) continue;
    const [source, target] = [catalog.find(from), catalog.find(to)];
    if (!source || !target) throw new Error('no such release');
    const { kind, run, fill, orphans } = routeBetween(source, target);
    expect(numbers).toEqual({ kind, run: run.length, fill: fill.length, orphans: orphans.length });
  }
});
