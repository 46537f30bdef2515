import { describe, expect, it } from 'vitest';
import { compareAccess, type DatabaseAccess } from './access.ts';

const all = ['agents', 'kernels', 'users'];
const before: DatabaseAccess = {
  owner: 'bai',
  owners: { 'table agents': 'bai', 'table kernels': 'bai', 'table users': 'bai', 'table billing': 'finance' },
  tables: all,
  sequences: ['job_id_seq'],
  may: {
    bai: { SELECT: all, INSERT: all, USAGE: ['job_id_seq'] },
    report: { SELECT: ['agents', 'users'] },
    one: { SELECT: ['users'] },
  },
};

/** One table more, which everybody who could use most of the others can use. */
const after: DatabaseAccess = {
  owner: 'bai',
  owners: { ...before.owners, 'table roles': 'bai' },
  tables: [...all, 'roles'],
  sequences: ['job_id_seq', 'role_id_seq'],
  may: {
    bai: { SELECT: [...all, 'roles'], INSERT: [...all, 'roles'], USAGE: ['job_id_seq', 'role_id_seq'] },
    report: { SELECT: ['agents', 'users', 'roles'] },
    one: { SELECT: ['users'] },
  },
};

describe('owners and rights after a migration', () => {
  it('are right where what is new belongs to whom the rest does, and can be used by whom the rest can', () => {
    expect(compareAccess(before, after)).toEqual([]);
  });

  it.each<[string, Partial<DatabaseAccess>, object]>([
    [
      'something new belongs to who migrated',
      { owners: { ...after.owners, 'type states': 'postgres' } },
      { kind: 'owner-other', object: 'type states', actual: 'postgres', expected: 'bai' },
    ],
    [
      'something that was there has another owner',
      { owners: { ...after.owners, 'table billing': 'bai' } },
      { kind: 'owner-other', object: 'table billing', actual: 'bai', expected: 'finance' },
    ],
    [
      'a role is denied on something new',
      { may: { ...after.may, report: { SELECT: ['agents', 'users'] } } },
      { kind: 'access-missing', object: 'roles', expected: 'SELECT for report' },
    ],
    [
      'a role cannot use a new sequence',
      { may: { ...after.may, bai: { ...after.may['bai'], USAGE: ['job_id_seq'] } } },
      { kind: 'access-missing', object: 'role_id_seq', expected: 'USAGE for bai' },
    ],
    [
      'a role has lost what it had',
      { may: { ...after.may, one: {} } },
      { kind: 'access-missing', object: 'users', expected: 'SELECT for one' },
    ],
  ])('are not where %s', (_what, more, drift) => {
    expect(compareAccess(before, { ...after, ...more })).toEqual([drift]);
  });

  it('say nothing of what is gone, nor of a database without tables', () => {
    const less = { ...after, tables: ['users', 'roles'], sequences: [], owners: {}, may: { ...after.may } };
    expect(compareAccess(before, less)).toEqual([]);
    const empty = { owner: null, owners: {}, tables: [], sequences: [], may: {} };
    expect(compareAccess(empty, { ...empty, owners: { 'table a': 'x' } })).toEqual([]);
  });
});
