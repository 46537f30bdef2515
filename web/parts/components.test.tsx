import { renderToString } from 'preact-render-to-string';
import { describe, expect, it } from 'vitest';
import type { StepView } from '../../src/core/run/view.ts';
import { Findings } from './findings.tsx';
import { hostInRun } from './host-state.ts';
import { cellOf, HostsMap } from './hosts-map.tsx';
import { PlanTree } from './plan-tree.tsx';
import { inRow, ServiceLine, stationsOf } from './service-line.tsx';
import { simulatedFleet } from './simulated-fleet.ts';
import { StepList } from './step-list.tsx';
import { talliesOf } from './tally.ts';
import { Timeline } from './timeline.tsx';

const hostile = '<img src=x onerror=alert(1)>"\'';
const html = (node: Parameters<typeof renderToString>[0]): string => renderToString(node);

const step = (id: string, state: StepView['state'], more: Partial<StepView> = {}): StepView => ({
  ...{ step: id, hop: 0, title: id, state, started: '2026-11-29T02:00:00.000Z', seconds: 1 },
  ...more,
});

it.each([
  [1, 1],
  [7, 7],
  [9, 9],
  [10, 5],
  [12, 6],
  [17, 9],
  [20, 7],
])('a line of %i phases has %i in a row', (stations, row) => {
  expect(inRow(stations)).toBe(row);
});

it('a line of many phases has rows of equal length', () => {
  const fleet = simulatedFleet(1);
  const tallies = talliesOf(fleet.index.phases, new Map());
  const twelve = Array.from({ length: 12 }, () => tallies[0]).flatMap((tally) => tally ?? []);
  const hop = { from: '1', to: '2', state: 'todo' } as never;
  expect(html(<ServiceLine hops={[hop]} tallies={twelve} />)).toContain('<ol class="line in-6"');
});

describe('what comes from elsewhere', () => {
  it.each([
    [
      'a finding',
      <Findings
        key="f"
        findings={[
          {
            code: hostile,
            severity: 'warning',
            subject: hostile,
            summary: hostile,
            detail: hostile,
            hint: hostile,
            source: hostile,
          },
        ]}
      />,
    ],
    [
      'a host',
      <HostsMap
        key="h"
        groups={[{ title: hostile, cells: [{ host: hostile, state: 'failed', says: hostile }] }]}
        hrefOf={(host) => `/runs/r-1/hosts/${encodeURIComponent(host)}`}
        onOpen={() => undefined}
      />,
    ],
    [
      'a step in time',
      <Timeline
        key="t"
        label="x"
        from={0}
        to={1000}
        rows={[
          {
            name: hostile,
            lanes: [
              [{ step: `1.${hostile}`, title: hostile, from: 0, to: 900, kind: 'other', stands: 'failed' }],
            ],
          },
        ]}
      />,
    ],
  ])('%s is shown as text, and nothing of it is markup', (_what, node) => {
    const text = html(node);
    expect(text).not.toContain('<img');
    expect(text).toContain('&lt;img');
  });

  it('is styled by classes alone, because the policy allows no other style', () => {
    const { plan, index, views } = simulatedFleet(3);
    const text = html(
      <>
        <PlanTree plan={plan} />
        <StepList tallies={talliesOf(index.phases, views)} steps={views} isWhole />
      </>,
    );
    expect(text).not.toMatch(/\sstyle=|\son[a-z]+=/);
  });
});

describe('a thousand hosts', () => {
  const { index, views } = simulatedFleet(999);

  it('are one cell each, one of which the Tab key leads to, with those that failed first and in words', () => {
    const cells = index.hosts.map((host, at) =>
      cellOf(
        { host, state: at === 17 ? 'failed' : 'done', doing: at === 17 ? 'libcuda is missing' : '' },
        undefined,
      ),
    );
    const text = html(
      <HostsMap
        groups={[{ title: 'agent', cells }]}
        hrefOf={(host) => `/h/${host}`}
        onOpen={() => undefined}
      />,
    );
    expect(text.match(/class="cell /g)).toHaveLength(1000);
    expect(text.match(/tabindex="0"/g)).toHaveLength(1);
    expect(text.indexOf('libcuda is missing')).toBeLessThan(text.indexOf('class="cells'));
    expect(text).toContain('✗ 1 failed   ✓ 999 done');
  });

  it('have a few steps of a phase listed, those that failed among them', () => {
    const failed = new Map(views).set(
      '1.stage.a0900',
      step('1.stage.a0900', 'failed', { failure: { code: 'x', message: 'no room' } }),
    );
    const text = html(<StepList tallies={talliesOf(index.phases, failed)} steps={failed} />);
    const [first = ''] = text.split('</details>');
    expect(first.match(/<li class="step"/g)).toHaveLength(20);
    expect(first).toContain('no room');
    expect(first).toContain('<details class="phase side-before" open');
  });

  it('keep their cell where nothing changed, so that it is not drawn again', () => {
    const first = cellOf({ host: 'a1', state: 'moving', doing: 'x' }, undefined);
    expect(cellOf({ host: 'a1', state: 'moving', doing: 'x' }, first)).toBe(first);
    expect(cellOf({ host: 'a1', state: 'done' }, first)).not.toBe(first);
  });
});

describe('how a host stands', () => {
  const planned = ['1.stage.a', '1.stop.a', '1.start.a'].map((id) => ({ id }) as never);
  const stop = { service: 'stopping', member: 'a' } as const;
  const start = { service: 'starting', member: 'a' } as const;

  it.each<[string, StepView[], string]>([
    ['nothing yet', [], 'todo'],
    ['staged', [step('1.stage.a', 'done')], 'part'],
    ['stopped', [step('1.stage.a', 'done'), step('1.stop.a', 'done', stop)], 'down'],
    ['starting', [step('1.stop.a', 'done', stop), step('1.start.a', 'running', start)], 'moving'],
    [
      'all',
      [step('1.stage.a', 'done'), step('1.stop.a', 'done', stop), step('1.start.a', 'done', start)],
      'done',
    ],
    ['failed', [step('1.stop.a', 'done', stop), step('1.start.a', 'failed', start)], 'failed'],
    [
      'a wait that another failure ended',
      [step('1.stage.a', 'failed', { failure: { code: 'step.pointless', message: '' } })],
      'todo',
    ],
    ['taken back', [step('1.stop.a', 'undone', stop)], 'undone'],
    ['waits', [step('1.stage.a', 'waiting')], 'waiting'],
  ])('%s', (_what, views, state) => {
    expect(hostInRun('h', planned, new Map(views.map((each) => [each.step, each])), false).state).toBe(state);
  });

  it('is postponed whatever failed before', () => {
    const views = new Map([['1.start.a', step('1.start.a', 'failed', start)]]);
    expect(hostInRun('h', planned, views, true).state).toBe('postponed');
  });
});

describe('the line of a run', () => {
  it('has a station for each phase, with what is done of it, and one for all waves', () => {
    const { index } = simulatedFleet(3);
    const views = new Map([
      ['1.stage.m1', step('1.stage.m1', 'done')],
      ['1.stage.a0001', step('1.stage.a0001', 'running')],
    ]);
    const [stage, stop] = stationsOf(talliesOf(index.phases, views));
    expect(stage).toMatchObject({ title: 'stage', side: 'before', stands: 'now', done: 1, total: 4 });
    expect(stop).toMatchObject({ side: 'stopped', stands: 'todo' });
    const waves = index.phases.map((phase, wave) => ({ ...phase, wave }));
    expect(stationsOf(talliesOf(waves, views)).map(({ title }) => title)).toEqual(['7 waves']);
  });
});

describe('a plan as a tree', () => {
  const { plan } = simulatedFleet(3);

  it('says where the service stops and is back, and that there is a way back at every step', () => {
    const text = html(<PlanTree plan={plan} />);
    expect(text.indexOf('service stops')).toBeGreaterThan(text.indexOf('Stage'));
    expect(text.indexOf('service is back')).toBeGreaterThan(text.indexOf('service stops'));
    expect(text).toContain('Way back at every step');
  });

  it('draws its point of no return where a step has one', () => {
    const [hop] = plan.hops;
    const [phase, ...phases] = hop?.phases ?? [];
    const steps = phase?.steps.map((each) => ({ ...each, irreversible: 'what it removes is gone' }));
    const changed = { ...plan, hops: [{ ...hop, phases: [{ ...phase, steps }, ...phases] }] } as typeof plan;
    const text = html(<PlanTree plan={changed} />);
    expect(text).toContain('Point of no return');
    expect(text).toContain('what it removes is gone');
  });
});
