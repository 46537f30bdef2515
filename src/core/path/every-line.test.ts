import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blockers } from '../../lib/finding.ts';
import { loadCatalog } from '../catalog/load-catalog.ts';
import { isCandidate } from '../versions/is-candidate.ts';
import { lineOf } from '../versions/line-of.ts';
import { parseVersion } from '../versions/parse-version.ts';
import { findPath } from './find-path.ts';
import { judgePath } from './judge-path.ts';
import { type PathOptions, policies } from './path.ts';
import { refusals } from './refusals.ts';
import { recordedTrials, trialOf } from './trials.ts';

const catalog = loadCatalog();
const newest = '26.09.6';
const find = (from: string, to: string, options: PathOptions = {}) =>
  findPath(catalog, parseVersion(from), parseVersion(to), options);
const judged = (from: string, to: string, options: PathOptions = {}) =>
  judgePath(catalog, [parseVersion(from), parseVersion(to)], options);
const stops = (from: string, to: string, options: PathOptions = {}) =>
  find(from, to, options)
    .hops.map((hop) => hop.to)
    .join(' ');

describe('from 26.01.0, which has no migrations', () => {
  it('all three databases that it may have are told, and what each needs', () => {
    const { hops, findings } = find('26.01.0', '26.02.5');
    expect(hops).toMatchObject([{ to: '26.02.5', route: { kind: 'upgrade', run: { length: 22 } } }]);
    const told = findings.filter(({ code }) => code === 'database-without-history');
    expect(told.map(({ severity, summary }) => [severity, summary])).toEqual([
      ['warning', expect.stringContaining('one of three')],
      [
        'info',
        expect.stringMatching(/^still at the head of 25\.19\.2.*d0a3c0716970, and 22 revisions follow/),
      ],
      ['info', expect.stringMatching(/^emptied mark.*writes d0a3c0716970, and 22 revisions follow/)],
      ['info', expect.stringMatching(/^fresh by models.*writes bc4e0e948300, and 10 revisions follow/)],
    ]);
  });

  it.each(policies)(
    'by the %s every later release can be reached that 25.19.2 reaches',
    (policy) => {
      const after = catalog.releases.map(({ version }) => version).filter((version) => version > '26.01.0');
      const reached = (from: string) => after.filter((to) => find(from, to, { policy }).hops.length > 0);
      expect(reached('26.01.0')).toEqual(reached('25.19.2'));
      expect(reached('26.01.0').length).toBeGreaterThan(20);
    },
    30_000,
  );

  it('a database that stands elsewhere is refused, with why', () => {
    const { findings } = find('26.01.0', '26.02.5', { stands: ['feedc0ffee00'] });
    expect(blockers(findings)).toMatchObject([
      { code: 'no-path', detail: expect.stringContaining('feedc0ffee00') },
    ]);
  });
});

describe('over all lines', () => {
  it.each([
    ['25.19.2', '26.02.5', '26.02.5'],
    ['24.03.11', '25.01.1', ''],
    ['25.01.1', '25.06.17', '25.02.0 25.03.3 25.04.0 25.05.2 25.06.17'],
    ['25.15.12', '26.03.3', '25.16.0 25.17.1 25.18.1 25.19.2 26.02.5 26.03.3'],
    ['22.09.23', '23.09.0', '23.03.12 23.09.0'],
  ])('by the page %s → %s: %s', (from, to, way) => {
    expect(stops(from, to)).toBe(way);
  });

  it.each([
    ['24.09.14', '25.06.17', '25.01.1', /^nearest way: 24\.09\.14 → 25\.02\.0 → 25\.03\.3 →/],
    [
      '24.09.14',
      '25.01.1',
      '25.01.1',
      /^the nearest beyond it that can be reached: 24\.09\.14 → 25\.02\.0, against/,
    ],
    [
      '23.09.10',
      newest,
      '25.01.1',
      /against consecutive-lines of the page: baiup path .* --exact --policy schema$/,
    ],
    ['26.04.16', newest, '26.07.0', /^nearest way: 26\.04\.16 → 26\.09\.6/],
  ])('by the page %s → %s ends before %s, and the nearest way is told', (from, to, end, hint) => {
    const [refusal] = blockers(find(from, to).findings);
    expect(refusal).toMatchObject({ code: 'no-path', origin: 'history' });
    expect(refusal?.detail).toContain(`→ ${end}: the target does not know`);
    expect(refusal?.hint).toMatch(hint);
  });

  it('the nearest way is one that went through wherever it was tried', () => {
    const [refusal] = blockers(find('26.03.3', newest).findings);
    expect(refusal?.hint).toMatch(/^nearest way: 26\.03\.3 → 26\.08\.3 → /);
  });

  it('a hop of the page that went wrong when it was tried is refused', () => {
    // Neither directly nor over 26.04.0, from which nothing is left to run.
    expect(stops('26.03.3', '26.04.1')).toBe('');
    const refused = (from: string, to: string) =>
      judged(from, to).hops.flatMap(({ findings }) => blockers(findings).map(({ code }) => code));
    expect(refused('26.03.3', '26.04.1')).toEqual(['trial-failed', 'mig-images-last-used-default']);
    // Tried as a migration alone.
    expect(refused('24.03.11', '24.09.0')).toEqual(['trial-failed']);
  });

  it.each([
    ['24.03.11', '24.09.4rc1', ['no-trial']],
    ['23.09.10', '24.03.4', []],
    ['23.09.10', '24.03.5', []],
    ['24.03.10', '24.03.11', []],
    ['24.03.1', '24.03.2', []],
    ['24.09.1', '24.09.2', []],
  ])('%s → %s says whether it was tried: %j', (from, to, codes) => {
    const [hop] = judgePath(catalog, [parseVersion(from), parseVersion(to)], {}).hops;
    expect(hop?.findings.filter(({ origin }) => origin === 'history').map(({ code }) => code)).toEqual(codes);
  });

  it('what the hint names is allowed as it stands', () => {
    const [refusal] = blockers(find('22.09.23', newest).findings);
    const [, chain = ''] = /baiup path (.*) --exact/.exec(refusal?.hint ?? '') ?? [];
    const versions = chain.split(' ').map(parseVersion) as [never, ...never[]];
    const judged = judgePath(catalog, versions, { policy: 'schema' });
    expect(blockers(judged.hops.flatMap(({ findings }) => findings))).toEqual([]);
  });

  it('by the schema a stop is made where old revisions can still be run, as was tried', () => {
    const { hops } = find('23.09.10', newest, { policy: 'schema' });
    expect(hops).toHaveLength(2);
    expect(hops.every(({ route }) => route.kind === 'fill' || route.kind === 'upgrade')).toBe(true);
    expect(hops[0]?.findings.some(({ detail }) => detail?.includes('went through in a recorded trial'))).toBe(
      true,
    );
  });

  it.each(policies)('by the %s every release can go on or is told why not', (policy) => {
    const dumb = catalog.releases
      .filter(({ version }, index) => !isCandidate(version) && version !== newest && index % 7 === 0)
      .filter(({ version }) => {
        const { hops, findings } = find(version, newest, { policy });
        return hops.length === 0 && !blockers(findings).some(({ detail, hint }) => detail && hint);
      });
    expect(dumb.map(({ version }) => version)).toEqual([]);
  });
});

it('a hop that runs something untried says so (all that can be printed: every-pair.slow.ts)', () => {
  const finals = catalog.releases.map(({ version }) => version).filter((version) => !isCandidate(version));
  const anyFinal = fc.nat(finals.length - 1);
  fc.assert(
    fc.property(anyFinal, anyFinal, fc.constantFrom(...policies), (one, other, policy) => {
      const [from, to] = [finals[Math.min(one, other)] ?? '', finals[Math.max(one, other)] ?? ''];
      for (const hop of find(from, to, { policy }).hops) {
        const says = hop.findings.some(({ code }) => code === 'no-trial');
        expect([hop.from, hop.to, says]).toEqual([
          hop.from,
          hop.to,
          hop.route.run.length > 0 && !trialOf(hop),
        ]);
      }
    }),
    { numRuns: 60 },
  );
}, 30_000);

describe('what failed on the data of its trial is a question to the database', () => {
  const asked = (from: string, to: string) => {
    const path = judged(from, to, { policy: 'schema' });
    const refused = refusals(path).map(({ code }) => code);
    if (refused.length > 0) return refused.join();
    const codes = path.hops.flatMap(({ findings }) =>
      findings.filter(({ code }) => code === 'asked-of-database'),
    );
    return codes
      .map(({ handled }) => handled?.replace(/^the check database\.(.*) looks for it$/, '$1'))
      .join();
  };

  it.each([
    [
      ['26.04.0', '26.04.1', '26.04.2', '26.04.3'],
      ['26.04.8', '26.04.10', '26.04.16', '26.08.3'],
      'deployment-variant',
    ],
    [
      ['26.04.0', '26.04.1', '26.04.2'],
      ['26.04.4', '26.04.5', '26.04.6', '26.04.7', '26.07.0'],
      'deployment-variant,project-roles',
    ],
    [['26.04.3'], ['26.04.4', '26.04.5', '26.04.6', '26.04.7', '26.07.0'], 'deployment-variant'],
    [
      ['26.02.3', '26.02.5', '26.03.0', '26.03.3'],
      ['26.04.4', '26.04.5', '26.04.7', '26.07.0'],
      'user-roles,project-roles',
    ],
    [['26.02.0', '26.02.5', '26.03.3'], ['26.04.8', '26.04.9', '26.08.0', '26.08.1'], 'user-roles'],
    [['26.02.5', '26.03.3'], ['26.04.2', '26.04.3'], 'session-result-type'],
    [['26.02.5', '26.03.3'], ['26.04.10', '26.04.16', '26.08.3', '26.09.6'], ''],
    [['25.19.2', '25.15.12'], ['26.04.4', '26.04.7', '26.07.0'], 'mig-rbac-roles-column'],
  ])('%j → %j: %s', (starts, targets, checks) => {
    const answers = starts.flatMap((from) => targets.map((to) => asked(from, to)));
    expect([...new Set(answers)]).toEqual([checks]);
  });

  it('so no release of 26.04 is a dead end', () => {
    const stuck = ['26.04.0', '26.04.1', '26.04.2', '26.04.3'].filter(
      (from) => stops(from, '26.04.16') === '',
    );
    expect(stuck).toEqual([]);
    expect(stops('26.04.3', '26.04.16').split(' ')).toHaveLength(13);
  });

  it('and what failed otherwise is led over by no way', () => {
    const failed = recordedTrials().filter(({ spoiled, baiup }) => !spoiled && baiup.outcome !== 'right');
    const silent = failed.filter(({ from, to }) => {
      const answer = asked(from, to);
      return answer === '' || (answer.startsWith('deployment') && lineOf(parseVersion(from)) < '26.04');
    });
    expect(failed.length).toBeGreaterThan(3);
    expect(silent.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });

  it('the nearest way asks as little as can be, and says what it asks', () => {
    const [refusal] = blockers(find('26.03.3', '26.07.0').findings);
    expect(refusal?.hint).toBe(
      'nearest way: 26.03.3 → 26.07.0, against consecutive-lines of the page, if database.user-roles and database.project-roles find nothing: baiup path 26.03.3 26.07.0 --exact --policy schema',
    );
  });
});
