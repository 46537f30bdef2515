import { expect, it } from 'vitest';
import { guardSchema } from '../cluster/guard-schema.ts';
import { guardFindings } from './guard.ts';
import type { Session } from './session.ts';

const session = (id: string, more: Partial<Session> = {}): Session => ({
  ...{
    id,
    name: `name of ${id}`,
    kind: 'batch',
    status: 'RUNNING',
    owner: 'ana@example.com',
    accessKey: 'AK',
  },
  ...{ project: 'vision', image: 'cr/stable/python:3.9', agents: ['i-1'], slots: {}, ...more },
});
const all = [
  session('1'),
  session('2', { owner: 'bo@example.com', project: 'speech', image: 'cr/r-base:4', label: 'clinic' }),
];

it.each([
  ['owner=ana@example.com', ['name of 1']],
  ['project=speech', ['name of 2']],
  ['image=cr/', ['name of 1', 'name of 2']],
  ['label=clinic', ['name of 2']],
  ['label=clin', []],
  ['id=2', ['name of 2']],
  ['id=name of 1', ['name of 1']],
  ['id=3', []],
])('%s guards %j', (guard, names) => {
  expect(guardSchema.parse(guard)).toBe(guard);
  const found = guardFindings(all, [guard], []);
  expect(found.map(({ subject }) => subject)).toEqual(names);
  expect(found.every(({ severity }) => severity === 'blocker')).toBe(true);
});

it.each([
  ['by its id', ['session=1'], ['name of 2']],
  ['by its name', ['session=name of 2'], ['name of 1']],
  ['each by its own', ['session=1', 'session=2'], []],
  ['not by a code', ['workloads.guarded'], ['name of 1', 'name of 2']],
])('one is accepted %s', (_how, accepted, names) => {
  expect(guardFindings(all, ['image=cr/'], accepted).map(({ subject }) => subject)).toEqual(names);
});

it('says who and where it is', () => {
  expect(guardFindings(all, ['owner=ana@example.com'], [])[0]?.summary).toBe(
    'session name of 1 of ana@example.com (batch, RUNNING on i-1) is guarded by owner=ana@example.com',
  );
});

it.each(['ana', 'owner=', 'tag=x', 'owner= x', ''])('%j is no guard', (text) => {
  expect(guardSchema.safeParse(text).success).toBe(false);
});
