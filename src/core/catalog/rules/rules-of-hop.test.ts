import { expect, it } from 'vitest';
import { parseVersion } from '../../versions/parse-version.ts';
import { makeRule } from './make-rule.ts';
import type { RuleText } from './rule.ts';
import { rulesOfHop } from './rules-of-hop.ts';
import { tombstonesOf } from './tombstones-of.ts';

const text: RuleText = {
  id: 'one',
  kind: 'risk',
  from: '<24.09',
  to: '>=24.09',
  components: ['manager'],
  severity: 'warning',
  title: 'title',
  why: 'why',
  remedy: 'remedy',
  source: 'source',
  evidence: 'seen',
  open: true,
};

const route = { kind: 'fill', run: ['aaaaaaaaaaaa', 'bbbbbbbbbbbb'] };

it.each<[string, string, string, Partial<RuleText>, boolean]>([
  ['crosses', '24.03.11', '24.09.4', {}, true],
  ['crosses over several lines', '23.09.10', '25.01.1', {}, true],
  ['starts behind it', '24.09.4', '24.09.5', {}, false],
  ['ends before it', '24.03.10', '24.03.11', {}, false],
  ['of this kind', '24.03.11', '24.09.4', { hop: 'major' }, true],
  ['of another kind', '24.03.11', '24.09.4', { hop: 'minor' }, false],
  ['of this route', '24.03.11', '24.09.4', { routes: ['fill'] }, true],
  ['of another route', '24.03.11', '24.09.4', { routes: ['upgrade', 'none'] }, false],
  ['runs one of these', '24.03.11', '24.09.4', { revisions: ['cccccccccccc', 'bbbbbbbbbbbb'] }, true],
  ['runs none of these', '24.03.11', '24.09.4', { revisions: ['cccccccccccc'] }, false],
  ['a tombstone speaks of no hop', '24.03.11', '24.09.4', { kind: 'tombstone' }, false],
])('a hop that %s: %s → %s', (_what, from, to, more, speaks) => {
  const kind = from.slice(0, 5) === to.slice(0, 5) ? 'minor' : 'major';
  const hop = { from: parseVersion(from), to: parseVersion(to), kind, route } as const;
  expect(rulesOfHop([makeRule({ ...text, ...more })], hop)).toHaveLength(speaks ? 1 : 0);
});

it('a tombstone speaks of the releases that it names', () => {
  const rules = [
    makeRule(text),
    makeRule({ ...text, id: 'two', kind: 'tombstone', from: '*', to: '24.09.7' }),
  ];
  expect(tombstonesOf(rules, parseVersion('24.9.7')).map(({ id }) => id)).toEqual(['two']);
  expect(tombstonesOf(rules, parseVersion('24.09.8'))).toEqual([]);
});
