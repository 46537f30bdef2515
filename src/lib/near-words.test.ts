import { expect, it } from 'vitest';
import { nearWords } from './near-words.ts';

const words = ['workloads.running', 'workloads.in-flight', 'disk.no-room', 'pg-16', 'page-exception'];

it.each([
  ['workload.running', ['workloads.running']],
  ['workloads.runnign', ['workloads.running']],
  ['Workloads.Running', ['workloads.running']],
  ['workloads', ['workloads.running', 'workloads.in-flight']],
  ['no-room', ['disk.no-room']],
  ['pg16', ['pg-16']],
  ['lamps', []],
  ['', []],
  ['x'.repeat(100_000), []],
])('%.20s may be %j', (typed, near) => {
  expect(nearWords(typed, words)).toEqual(near);
});
