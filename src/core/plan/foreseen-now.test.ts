import { expect, it } from 'vitest';
import type { Known } from './figures-from.ts';
import type { Plan } from './plan.ts';
import { foreseenNow } from './with-prediction.ts';

const step = (verb: string, kind: string, needs: string[] = []) => ({
  id: `1.${verb}`,
  kind,
  title: verb,
  params: {},
  needs,
  hosts: ['h'],
  estimate: 2,
});
const plan = {
  hops: [
    {
      from: '1',
      to: '2',
      phases: [
        {
          name: 'all',
          title: 'all',
          side: 'stopped',
          steps: [step('stop.m1', 'service.stop'), step('migrate.schema', 'schema.migrate', ['1.stop.m1'])],
        },
      ],
    },
  ],
  downtime: {
    predicted: 4,
    basis: 'then',
    wayBack: { predicted: 30, predictedRange: [20, 40] },
    otherwise: 7,
  },
} as unknown as Plan;

it.each<[string, Known, number, number]>([
  ['stays as it was where nothing more is known', { own: [] }, 4, 30],
  [
    'goes by a receipt that was made since',
    {
      own: [],
      receipt: {
        steps: { '1.migrate.schema': 10 },
        hops: [],
        restore: 5,
        copy: { bytes: 0, dump: 0, load: 0 },
      },
    },
    12,
    7,
  ],
])('a plan that is shown %s', (_what, known, predicted, wayBack) => {
  const { downtime } = foreseenNow(plan, known);
  expect([downtime.predicted, downtime.wayBack?.predicted, downtime.otherwise]).toEqual([
    predicted,
    wayBack,
    7,
  ]);
});
