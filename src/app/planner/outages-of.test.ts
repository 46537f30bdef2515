import { describe, expect, it } from 'vitest';
import { loadCatalog } from '../../core/catalog/load-catalog.ts';
import { findPath } from '../../core/path/find-path.ts';
import type { Hop } from '../../core/path/path.ts';
import { parseVersion } from '../../core/versions/parse-version.ts';
import type { Finding } from '../../lib/finding.ts';
import { outagesOf, passedThrough, runsBecause } from './outages-of.ts';

const found = (code: string, subject: string, more: Partial<Finding> = {}): Finding => ({
  code,
  severity: 'warning',
  subject,
  summary: `${code} is so`,
  ...more,
});

/** A path over releases that are only names; `needs` are those that have to run before the next. */
const pathOf = (names: string, needs: readonly string[] = []) => {
  const all = names.split(' ');
  const hops = all.slice(1).map((to, index): unknown => ({
    from: all[index],
    to,
    findings: needs.includes(to) ? [found('must-run', `${all[index]} → ${to}`, { runsBetween: true })] : [],
  }));
  return { hops: hops as Hop[] };
};

const cut = (names: string, windows: 'each' | 'one', needs: readonly string[] = []): string[] =>
  outagesOf(pathOf(names, needs), windows).map((outage) => outage.map(({ to }) => to).join('+'));

describe('a path is cut into outages', () => {
  it.each<[string, 'each' | 'one', readonly string[], readonly string[]]>([
    ['a', 'one', [], []],
    ['a b', 'one', [], ['b']],
    ['a b c d', 'each', [], ['b', 'c', 'd']],
    ['a b c d', 'one', [], ['b+c+d']],
    ['a b c d', 'one', ['b'], ['b', 'c+d']],
    ['a b c d', 'one', ['b', 'c'], ['b', 'c', 'd']],
    ['a b c d', 'one', ['d'], ['b+c+d']],
  ])('%s, %s, where %j must run', (names, windows, needs, expected) => {
    expect(cut(names, windows, needs)).toEqual(expected);
  });

  it('and says why it ends where it does', () => {
    const [first] = outagesOf(pathOf('a b c', ['b']), 'one');
    expect(first && runsBecause(first)).toEqual([{ rule: 'must-run', title: 'must-run is so' }]);
  });

  it('by the committed rules: folders are moved while 23.03 runs', () => {
    const path = findPath(loadCatalog(), parseVersion('22.09.23'), parseVersion('24.03.11'), {});
    const outages = outagesOf(path, 'one');
    expect(outages.map((outage) => outage.map(({ to }) => to))).toEqual([
      ['23.03.12'],
      ['23.09.10', '24.03.11'],
    ]);
    expect(outages[0] && runsBecause(outages[0])).toMatchObject([{ rule: 'vfolder-v3' }]);
  });
});

describe('what keeps a release from running', () => {
  const tombstone = found('cannot-start', 'b', { onlyRunning: true });
  it.each<[string, string, 'each' | 'one', readonly string[], string]>([
    ['is settled where its migrations alone are run', 'a b c', 'one', [], 'info'],
    ['stays where every release runs', 'a b c', 'each', [], 'warning'],
    ['stays for the target', 'a b', 'one', [], 'warning'],
    ['stays where a rule has it run', 'a b c', 'one', ['b'], 'warning'],
  ])('%s', (_what, names, windows, needs, severity) => {
    const [finding] = passedThrough([tombstone], pathOf(names, needs), windows);
    expect(finding).toMatchObject({
      severity,
      ...(severity === 'info' ? { handled: expect.any(String) } : {}),
    });
  });

  it('says nothing of other findings', () => {
    const other = found('other', 'b');
    expect(passedThrough([other], pathOf('a b c'), 'one')).toEqual([other]);
  });
});
