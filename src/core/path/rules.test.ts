import { describe, expect, it } from 'vitest';
import { blockers } from '../../lib/finding.ts';
import { loadCatalog } from '../catalog/load-catalog.ts';
import { loadRules } from '../catalog/rules/load-rules.ts';
import { makeRule } from '../catalog/rules/make-rule.ts';
import type { RuleText } from '../catalog/rules/rule.ts';
import { parseVersion } from '../versions/parse-version.ts';
import { findPath } from './find-path.ts';
import { judgePath } from './judge-path.ts';
import type { PathOptions } from './path.ts';

const catalog = loadCatalog();
const find = (from: string, to: string, options: PathOptions = {}) =>
  findPath(catalog, parseVersion(from), parseVersion(to), options);
const codes = (from: string, to: string) =>
  find(from, to).hops.map(({ findings }) => findings.map(({ code }) => code));

describe('the committed rules on a path', () => {
  it('are said of the hops that they speak of', () => {
    const [minor = [], to2403 = [], to2409 = []] = codes('23.09.8', '24.09.6');
    expect(minor).not.toContain('db-silent-skip-on-branch-crossing');
    expect(minor).not.toContain('agent-registry-pickle');
    expect(to2403).toEqual(
      expect.arrayContaining(['py-3.12', 'mig-group-type-default-domain', 'db-2309-2403']),
    );
    expect(to2409).toEqual(
      expect.arrayContaining(['etcd-registry-project-required', 'mig-vfolder-domain-null', 'pg-16']),
    );
    expect(to2409).not.toContain('py-3.12');
  });

  it('never block a path of the page by what the route or a check takes care of', () => {
    const settled = loadRules().filter(({ handled, check }) => handled !== undefined || check !== undefined);
    expect(settled.length).toBeGreaterThan(30);
    expect(settled.filter(({ severity }) => severity === 'blocker')).toEqual([]);
  });

  it('say who speaks, why, what to do, and where it comes from', () => {
    const findings = find('24.03.11', '24.09.6').hops.flatMap((hop) => hop.findings);
    for (const { origin, detail, hint, source } of findings) {
      expect(origin).toMatch(/^(risk|manual)$/);
      expect([detail, hint, source].every(Boolean)).toBe(true);
    }
  });
});

const base: RuleText = {
  id: 'never-there',
  kind: 'tombstone',
  from: '*',
  to: '23.09.10',
  components: ['manager'],
  severity: 'blocker',
  title: 'it is broken',
  why: 'because',
  remedy: 'go elsewhere',
  source: 'us',
  evidence: 'seen',
  open: true,
};
const rules = [makeRule(base)];

describe('a tombstone', () => {
  it('is passed round, and the release before it becomes the exit of its line', () => {
    expect(find('23.09.6', '24.03.0', { rules }).hops.map(({ to }) => to)).toEqual(['23.09.8', '24.03.0']);
  });

  it('refuses the release as target and as stop, and allows it as start', () => {
    expect(blockers(find('23.09.8', '23.09.10', { rules }).findings)).toMatchObject([
      { code: 'never-there' },
    ]);
    const chain = ['23.09.8', '23.09.10', '24.03.0'].map(parseVersion) as [never, ...never[]];
    const judged = judgePath(catalog, chain, { rules });
    expect(blockers(judged.hops[0]?.findings ?? [])).toMatchObject([{ code: 'never-there', origin: 'risk' }]);
    expect(find('23.09.10', '24.03.0', { rules })).toMatchObject({
      hops: [{ to: '24.03.0' }],
      findings: [{ code: 'never-there', severity: 'info' }],
    });
  });
});

describe('a risk that blocks a hop', () => {
  it('is gone round where there is a way, and explained where there is none', () => {
    const risk = makeRule({
      ...base,
      kind: 'risk',
      id: 'burns',
      from: '<24.03.5',
      to: '24.03.x',
      revisions: ['679e5721e94d'],
    });
    const round = find('23.09.10', '24.03.11', { rules: [risk], policy: 'schema' });
    expect(round.hops.map(({ to }) => to)).toEqual([]);
    const straight = find('23.09.10', '24.09.4', { rules: [risk], policy: 'schema' });
    expect(straight.hops.map(({ to }) => to)).toEqual(['24.09.4']);
    const page = find('23.09.10', '24.09.4', { rules: [risk] });
    expect(page).toMatchObject({ hops: [], findings: [{ code: 'no-path', origin: 'risk' }] });
    expect(page.findings[0]?.hint).toBe(
      'nearest way: 23.09.10 → 24.09.4, against consecutive-lines of the page: baiup path 23.09.10 24.09.4 --exact --policy schema',
    );
  });
});
