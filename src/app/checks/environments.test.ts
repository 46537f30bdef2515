import { expect, it } from 'vitest';
import { simulatedSnapshot } from '../../core/cluster/simulated-cluster.ts';
import type { EnvironmentNote, MemberSnapshot } from '../../core/cluster/snapshot.ts';
import * as environments from './environments.ts';

const member = (environmentNotes?: readonly EnvironmentNote[]) =>
  ({ id: 'm1', component: 'manager', host: 'h1', environmentNotes }) as MemberSnapshot;

it.each([
  ['no-release', 'environment.no-release', 'blocker'],
  ['source', 'environment.source', 'warning'],
  ['changed', 'environment.changed', 'warning'],
  ['stray', 'environment.stray', 'warning'],
  ['unread', 'environment.unread', 'warning'],
  ['unusual', 'environment.unusual', 'info'],
] as const)('a note of kind %s is one finding %s, a %s', (kind, code, severity) => {
  const snapshot = simulatedSnapshot({ components: [member([{ kind, text: 'it is so' }]), member()] });
  const input = { snapshot, hops: [] } as never;
  const all = Object.values(environments);
  expect(all.flatMap(({ find }) => find(input))).toEqual([
    expect.objectContaining({ code, severity, subject: 'm1', summary: 'manager m1 on h1: it is so' }),
  ]);
});
