import { describe, expect, it } from 'vitest';
import { type Plan, planSchema } from './plan.ts';
import { identified, planId } from './plan-id.ts';
import { simulatedEdits } from './simulated-edits.ts';

const step = {
  id: '1.stop.m1',
  kind: 'service.stop',
  title: 'Stop manager m1',
  params: { member: 'm1', legs: [{ run: ['a', 'b'] }] },
  needs: ['1.stage.m1'],
  hosts: ['local'],
  estimate: 1,
  irreversible: 'it is manual',
};
const content: Omit<Plan, 'format' | 'id'> = {
  madeWith: { baiup: '0.1.0', catalog: 'c0ffee' },
  cluster: 'lab',
  policy: 'page',
  windows: 'each',
  leaveFiles: true,
  from: '24.03.10',
  to: '24.03.11',
  fingerprint: 'f',
  facts: {
    components: [
      { id: 'm1', component: 'manager', host: 'local', version: '1', environment: '/e', configSha256: 'c' },
    ],
    revisions: ['head'],
    ownDatabases: [{ member: 'p1', state: 'there', revisions: ['own'] }],
  },
  hops: [
    {
      from: '24.03.10',
      to: '24.03.11',
      via: ['24.03.10'],
      kind: 'minor',
      route: { kind: 'none', run: ['a'], fill: ['a'], orphans: ['o'], why: 'equal' },
      phases: [{ name: 'stop', title: 'stop', side: 'stopped', steps: [step] }],
      configuration: [{ member: 'm1', file: '/c', rules: ['r'], patch: ['+ a'] }],
      toRead: [{ version: '24.03.11', title: 'Breaking', text: 'gone' }],
    },
  ],
  findings: [
    {
      code: 'x',
      severity: 'warning',
      subject: 's',
      summary: '3 sessions',
      detail: 'd',
      hint: 'h',
      origin: 'risk',
    },
  ],
  accepted: ['x'],
  downtime: { predicted: 3, basis: 'recorded', otherwise: 4 },
  window: { seconds: 600, needed: 100 },
};

/** What changes from day to day, and what only explains. */
const figures =
  /^(format|id|madeWith|downtime)\b|^hops\.0\.phases\.0\.steps\.0\.estimate|^findings\.0\.(summary|detail|hint) |^window\.needed/;

describe('the id of a plan', () => {
  const plan = identified(content);
  // What is not a plan any more is refused by its schema.
  const edits = [...simulatedEdits(plan)].filter(({ edited }) => planSchema.safeParse(edited).success);

  it('covers every value, key and entry but for figures', () => {
    const unnoticed = edits.filter(
      ({ what, edited }) => !figures.test(what) && planId(edited as Plan) === plan.id,
    );
    expect(edits.length).toBeGreaterThan(70);
    expect(unnoticed.map(({ what }) => what)).toEqual([]);
  });

  it('stays when only figures change', () => {
    const noticed = edits.filter(
      ({ what, edited }) => figures.test(what) && /changed$/.test(what) && planId(edited as Plan) !== plan.id,
    );
    expect(noticed.map(({ what }) => what)).toEqual([]);
  });

  it('stays where only a remark comes or goes: nobody agrees to one', () => {
    const remark = { code: 'y', severity: 'info', subject: 's', summary: 'somebody is there' } as const;
    expect(planId({ ...plan, findings: [...plan.findings, remark] })).toBe(plan.id);
    expect(planId({ ...plan, findings: [...plan.findings, { ...remark, severity: 'warning' }] })).not.toBe(
      plan.id,
    );
  });

  it('belongs to what was edited afterwards, not to what it was', () => {
    const longer = identified({ ...plan, window: { seconds: 900, needed: 100 } });
    expect(longer.id).toBe(planId(longer));
    expect(longer.id).not.toBe(plan.id);
  });
});
