import { describe, expect, it } from 'vitest';
import type { DatabaseSession } from '../../core/cluster/database-session.ts';
import { simulatedSnapshot } from '../../core/cluster/simulated-cluster.ts';
import type { CheckInput } from './check.ts';
import { databaseHeld, databaseOthers } from './database-others.ts';
import { siteObjects } from './site-objects.ts';

const session: DatabaseSession = {
  pid: 4711,
  program: 'psql',
  user: 'report',
  address: null,
  port: null,
  since: '2026-11-27T17:20:11Z',
  transaction: 60,
  locks: ['AccessShareLock on agents'],
};
const input = (more: object): CheckInput =>
  ({ snapshot: simulatedSnapshot({ components: [], ...more }), hops: [] }) as unknown as CheckInput;
const among = (...sessions: DatabaseSession[]) => input({ others: { sessions, timeouts: [] } });

describe('others at the database', () => {
  it('who holds a lock in a long transaction is to be ended, by name', () => {
    expect(databaseHeld.find(among(session))).toMatchObject([
      {
        severity: 'warning',
        subject: expect.any(String),
        summary: expect.stringContaining('psql of report'),
        hint: expect.stringContaining('SELECT pg_terminate_backend(4711);'),
      },
    ]);
  });

  it.each<[string, Partial<DatabaseSession>]>([
    ['is in none', { transaction: null }],
    ['holds nothing', { locks: [] }],
    ['has only just begun', { transaction: 1.9 }],
  ])('nobody who %s', (_what, change) => {
    expect(databaseHeld.find(among({ ...session, ...change }))).toEqual([]);
    expect(databaseOthers.find(among({ ...session, ...change }))).toMatchObject([
      { severity: 'info', summary: expect.stringContaining('process 4711') },
    ]);
  });

  it('that our role may not see all is told', () => {
    for (const [hidden, says] of [
      [1, 'may not see whose session is at the database'],
      [2, 'may not see whose 2 sessions are at the database'],
    ] as const) {
      expect(databaseOthers.find(input({ others: { sessions: [], timeouts: [], hidden } }))).toMatchObject([
        {
          severity: 'info',
          summary: expect.stringContaining(says),
          hint: expect.stringContaining('GRANT pg_read_all_stats'),
        },
      ]);
    }
  });

  it('what the server ends sessions by is told', () => {
    const timeouts = ['lock_timeout=1min'];
    expect(databaseOthers.find(input({ others: { sessions: [], timeouts } }))).toMatchObject([
      { severity: 'info', summary: 'the server ends what takes long: lock_timeout=1min' },
    ]);
    expect(databaseOthers.find(input({}))).toEqual([]);
  });
});

describe('others at a database that a member has beside the cluster’s', () => {
  const own = (others?: object) =>
    input({
      ownDatabases: [{ member: 'c1', members: ['c1'], name: 'proxy', ...(others ? { others } : {}) }],
    });
  const at = 'the database "proxy" of c1';

  it('are told with the member', () => {
    const found = own({ sessions: [session], timeouts: ['lock_timeout=1min'] });
    expect(databaseHeld.find(found)).toMatchObject([
      {
        severity: 'warning',
        subject: 'c1',
        summary: expect.stringContaining(`agents in ${at}: a migration`),
      },
    ]);
    expect(databaseOthers.find(found)).toMatchObject([
      { subject: 'c1', summary: expect.stringContaining(`other programs are at ${at}: process 4711`) },
      { subject: 'c1', summary: `the server of ${at} ends what takes long: lock_timeout=1min` },
    ]);
    expect(databaseOthers.find(own())).toEqual([]);
  });
});

describe('what the site has in the database', () => {
  it('is told, and each view with what it holds fast', () => {
    const found = {
      objects: ['table site_billing', 'view site_report'],
      typed: ['site_copy.status, of type vfolderstatus'],
      views: [
        { view: 'site_report', materialized: false, reads: ['users.email'] },
        { view: 'bi.sums', materialized: true, reads: ['users.role'] },
      ],
    };
    expect(siteObjects.find(input({ siteObjects: found }))).toMatchObject([
      { severity: 'info', summary: expect.stringMatching(/: table site_billing, view site_report$/) },
      { severity: 'info', summary: expect.stringContaining('site_copy.status, of type vfolderstatus') },
      {
        severity: 'info',
        subject: 'view site_report',
        summary: expect.stringContaining('view site_report reads users.email'),
        hint: expect.stringContaining('DROP VIEW site_report'),
      },
      {
        summary: expect.stringContaining('materialized view bi.sums reads users.role'),
        hint: expect.stringContaining('DROP MATERIALIZED VIEW bi.sums'),
      },
    ]);
    expect(siteObjects.find(input({ siteObjects: { objects: [], typed: [], views: [] } }))).toEqual([]);
    expect(siteObjects.find(input({}))).toEqual([]);
  });
});
