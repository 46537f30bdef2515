import { describe, expect, it } from 'vitest';
import { hazardsOf } from '../../core/path/hangs-on-data.ts';
import type { CheckInput } from './check.ts';
import { checks } from './index.ts';

/** What a check of this code says where it finds rows; checks of rows look at nothing else. */
function codes(code: string, ...hops: CheckInput['hops']): string[] {
  const rows = { [code]: { count: 2, first: [{ id: '1f', name: 'data' }] } };
  const input = { snapshot: { cluster: 'lab', rows }, hops } as unknown as CheckInput;
  return checks.flatMap((check) => (check.code === code ? check.find(input) : [])).map((each) => each.code);
}

const hop = (from: string, to: string, ...run: string[]) => ({ from, to, route: { run } });

const givenUp: [string, CheckInput['hops'][number]][] = [
  ['database.session-without-group', hop('26.04.16', '26.07.0', 'b4c5d6e7f8a9')],
  ['database.kernel-without-group', hop('26.07.0', '26.08.3', 'e9a1c77b42d0')],
  ['database.endpoint-without-owner', hop('26.07.0', '26.08.3', '8f3c1d5a2b47')],
  ['database.keypair-without-secret', hop('26.08.3', '26.09.6', 'e4a91c05df38')],
  ['database.endpoint-token-unbound', hop('26.08.3', '26.09.6', 'c1a7f3e0d94b')],
  ['database.image-without-registry', hop('26.03.3', '26.04.16', '045b0e0e4384')],
  ['database.user-rights', hop('26.03.3', '26.04.16', '2c9000848b6e')],
  ['database.app-config-dropped', hop('26.03.3', '26.04.16', '84d5c6daf8cc')],
];

describe('rows that break a revision', () => {
  it.each([
    ['database.kernel-state', hop('22.09.23', '23.03.12', 'b6b884fbae1f')],
    ['database.kernel-batch', hop('22.09.21', '22.09.23', 'bedd92de93af')],
    ['database.kernel-role', hop('22.09.21', '23.03.11', 'bedd92de93af')],
    ['database.session-single', hop('22.09.4', '25.07.0', '5bce905c21e5', 'b6b884fbae1f')],
    ['database.session-dependencies', hop('22.09.23', '23.03.2', 'b6b884fbae1f')],
    ['database.endpoints-early', hop('23.03.4', '23.03.6', '85984c98b90f')],
    ['database.model-store', hop('23.09.10', '24.03.11', '308bcecec5c2')],
    ['database.empty-slots', hop('23.09.10', '24.03.11', '679e5721e94d')],
    ['database.project-demanded', hop('24.09.0', '24.09.6', 'e9e574a6e22d')],
    ['database.endpoint-token-owner', hop('25.03.3', '25.04.0', '70e0533aa49a')],
    ['database.folder-permission-twice', hop('25.13.4', '25.14.5', '5b171528a6f5')],
    ['database.folder-shared', hop('26.02.5', '26.03.2', '7h4m7ygnaao1')],
    ['database.session-result-type', hop('25.15.12', '26.04.3', '1cc9b47e0a8e')],
    ['database.kernel-ports', hop('26.03.3', '26.04.16', 'e3111d960208')],
    ['database.deployment-image-gone', hop('26.03.3', '26.04.16', 'c7d8e9f0a1b2')],
    ['database.deployment-variant', hop('26.04.3', '26.04.4', 'd8e9f0a1b2c3')],
    ['database.user-roles', hop('26.03.3', '26.08.1', '2c9000848b6e')],
    ['database.project-roles', hop('26.04.2', '26.07.0', 'e3fb172166dc')],
    ['database.app-config-scope', hop('26.07.0', '26.08.3', 'e5b71c94d2a8')],
    ['database.audit-actor', hop('26.07.0', '26.08.3', 'b13d304bf1fd')],
    ['database.project-policy', hop('26.08.3', '26.09.6', 'c7a4f1e9b023')],
    ['database.folder-name-twice', hop('26.08.3', '26.09.6', 'b4c2e7f19a30')],
    ...givenUp,
  ])('%s stands in the way of a hop that runs it, and of no other', (code, breaks) => {
    expect(codes(code, hop(breaks.from, breaks.to, 'another'), breaks)).toEqual([code]);
    expect(codes(code, hop(breaks.from, breaks.to, 'another'))).toEqual([]);
    expect(codes(code, { from: breaks.from, to: breaks.to })).toEqual([]);
    expect(codes(code)).toEqual([]);
  });

  it.each(givenUp)('%s are deleted, so they are told and may be accepted', (code, deletes) => {
    const rows = { [code]: { count: 1, first: [{ id: '1f' }] } };
    const input = { snapshot: { cluster: 'lab', rows }, hops: [deletes] } as unknown as CheckInput;
    expect(checks.flatMap((check) => (check.code === code ? check.find(input) : []))).toMatchObject([
      { severity: 'warning', detail: '1f', source: expect.stringContaining(deletes.route?.run[0] ?? '-') },
    ]);
  });

  it.each([
    ['database.event-logs-missing', '25.12.1', '25.13.4', true],
    ['database.event-logs-missing', '25.09.1', '25.12.1', false],
    ['database.event-logs-missing', '25.07.0', '25.13.4', false],
    ['database.idle-checker-types', '26.07.0', '26.08.3', true],
    ['database.idle-checker-types', '26.07.0', '26.09.6', false],
    ['database.idle-checker-types', '26.03.3', '26.08.3', false],
  ])('%s counts from %s to %s: %s', (code, from, to, counts) => {
    expect(codes(code, { from, to })).toHaveLength(counts ? 1 : 0);
  });

  it.each([
    ['database.kernel-batch', hop('22.09.21', '23.03.3', 'bedd92de93af')],
    ['database.kernel-role', hop('22.09.21', '23.03.12', 'bedd92de93af')],
    ['database.session-single', hop('22.09.5', '25.07.0', 'b6b884fbae1f')],
    ['database.session-single', hop('22.09.4', '23.03.12', '5bce905c21e5', 'b6b884fbae1f')],
    ['database.session-result-type', hop('25.15.12', '26.04.4', '1cc9b47e0a8e')],
    ['database.session-dependencies', hop('22.09.23', '23.03.3', 'b6b884fbae1f')],
    ['database.endpoints-early', hop('22.09.23', '23.03.12', 'f108628f032b', '85984c98b90f')],
    ['database.folder-shared', hop('26.02.5', '26.03.3', '7h4m7ygnaao1')],
    ['database.deployment-variant', hop('26.03.3', '26.04.4', '9229f72fa447', 'd8e9f0a1b2c3')],
    ['database.user-roles', hop('26.03.3', '26.04.16', '2c9000848b6e')],
    ['database.user-roles', hop('26.03.3', '26.08.3', '2c9000848b6e')],
    ['database.user-rights', hop('26.03.3', '26.04.5', '2c9000848b6e')],
    ['database.project-roles', hop('26.04.2', '26.04.3', 'e3fb172166dc')],
  ])('%s stands in no way that sees to such rows', (code, fine) => {
    expect(codes(code, fine)).toEqual([]);
  });

  it('whatever a hop is said to hang on is asked by a check', () => {
    const run = ['d8e9f0a1b2c3', '2c9000848b6e', 'e3fb172166dc'];
    const said = hazardsOf({ to: '26.04.5', route: { run } }).map(({ check }) => check);
    expect(said).toHaveLength(3);
    expect(said.flatMap((code) => codes(code, hop('26.03.3', '26.04.5', ...run)))).toEqual(said);
  });

  it('what a release left out is nothing that a hop on the way makes first', () => {
    const way = [
      { from: '23.09.10', to: '25.18.1' },
      { from: '25.18.1', to: '26.09.6' },
    ];
    expect(codes('database.event-logs-missing', ...way)).toEqual([]);
    expect(
      codes('database.event-logs-missing', { from: '25.12.1', to: '25.18.1' }, way[1] ?? hop('', '')),
    ).toEqual(['database.event-logs-missing']);
  });

  it.each([
    ['24.03.11', true],
    ['24.09.6', true],
    ['24.09.13', false],
    ['25.01.1', true],
    ['25.03.1', true],
    ['25.03.2', false],
    ['26.09.6', false],
  ])('a project "model-store" is in the way of %s: %s', (to, isBlocked) => {
    expect(codes('database.model-store', hop('23.09.10', to, '308bcecec5c2'))).toHaveLength(
      isBlocked ? 1 : 0,
    );
  });

  it('name every column that they ask for, as a release may lack it', () => {
    const asking = checks.flatMap(({ code, rows }) => (rows ? [{ code, ...rows }] : []));
    expect(asking.length).toBeGreaterThan(10);
    for (const { code, of } of asking) {
      expect(
        of.every((column) => /^\w+\.\w+$/.test(column)),
        code,
      ).toBe(true);
      expect(new Set(of).size, code).toBe(of.length);
    }
  });
});
