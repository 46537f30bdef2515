import { expect, it } from 'vitest';
import { guardSchema } from '../cluster/guard-schema.ts';
import { acceptedById, guardFindings } from './guard.ts';
import { unmetGuards } from './guarded-by.ts';
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
  session('3', { owner: 'cy@example.com', image: 'cx/python', agents: ['i-1', 'i-2'] }),
];

it.each([
  ['owner=ana@example.com', ['name of 1']],
  ['project=speech', ['name of 2']],
  ['image=cr/', ['name of 1', 'name of 2']],
  ['label=clinic', ['name of 2']],
  ['label=clin', []],
  ['id=2', ['name of 2']],
  ['id=name of 1', ['name of 1']],
  ['id=9', []],
  ['agent=i-2', ['name of 3']],
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

it('is accepted by a name only where no other session has it', () => {
  const bos = session('4', { name: 'name of 1', owner: 'bo@example.com' });
  const found = (...accepted: string[]) =>
    guardFindings([...all, bos], ['owner=ana@example.com'], accepted).map(({ summary }) => summary);
  expect(found('session=name of 1')).toEqual([
    expect.stringMatching(/ana@example\.com.*; 2 sessions have this name, so only its id accepts it$/),
  ]);
  expect(found('session=1')).toEqual([]);
});

it('is not accepted by the id of another that it was named after', () => {
  const named = session('4', { name: '1', owner: 'bo@example.com' });
  const found = guardFindings([...all, named], ['image=cr/stable'], ['session=1']);
  expect(found.map(({ subject, hint }) => [subject, hint])).toEqual([
    ['1', expect.stringMatching(/--accept session=4$/)],
  ]);
});

it.each([
  ['a name', ['session=name of 2'], ['session=2']],
  ['an id', ['session=2'], ['session=2']],
  ['the id of one that another is named after', ['session=1'], ['session=1']],
  ['a name and the id of the same', ['session=name of 2', 'session=2'], ['session=2']],
  ['a name of two', ['session=alike'], []],
  ['nobody by now', ['session=soon', 'proof.failed'], ['proof.failed']],
])('a plan keeps %s as an id: whoever gets the name later is not accepted', (_what, accepted, kept) => {
  const others = [
    session('4', { name: '1' }),
    session('5', { name: 'alike' }),
    session('6', { name: 'alike' }),
  ];
  expect(acceptedById([...all, ...others], accepted)).toEqual(kept);
});

it('guards that no session fits are known, so that a mistyped one can be told', () => {
  const unmet = unmetGuards(['owner=anna@example.com', 'owner=ana@example.com', 'label=clin', 'id=3']);
  for (const each of all) unmet.see(each);
  expect(unmet.left()).toEqual(['owner=anna@example.com', 'label=clin']);
});

it('is told by what its owner typed, without what moves a cursor', () => {
  const [found] = guardFindings([session('5', { name: 'a\u001b[2J\nb' })], ['image=cr/'], []);
  expect(found).toMatchObject({
    subject: 'a\\u001b[2J\\u000ab',
    summary: expect.stringContaining('session a\\u001b[2J\\u000ab of'),
  });
});

it('says who and where it is', () => {
  expect(guardFindings(all, ['owner=ana@example.com'], [])[0]?.summary).toBe(
    'session name of 1 of ana@example.com (batch, RUNNING on i-1) is guarded by owner=ana@example.com',
  );
});

it.each(['ana', 'owner=', 'tag=x', 'owner= x', ''])('%j is no guard', (text) => {
  expect(guardSchema.safeParse(text).success).toBe(false);
});
