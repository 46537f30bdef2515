import { describe, expect, it } from 'vitest';
import { simulatedInventory, simulatedMember } from '../../core/cluster/simulated-cluster.ts';
import type { MemberSnapshot } from '../../core/cluster/snapshot.ts';
import { walkPlan } from '../../core/plan/walk.ts';
import { needsOf, planned, simulatedGround } from './simulated-plan.ts';
import { soundPlan } from './sound/sound-plan.ts';

const inventory = simulatedInventory([
  simulatedMember('m1', 'manager', 8081),
  simulatedMember('a1', 'agent', 6001),
  simulatedMember('a2', 'agent', 6002),
  simulatedMember('s1', 'storage-proxy', 6022),
]);

type Seen = Pick<MemberSnapshot, 'environment' | 'named'>;

const folder = (at: string): Seen => ({ environment: at, named: { at, isFolder: true } });
const link = (at: string, environment: string): Seen => ({ environment, named: { at, isFolder: false } });

function found(seen: Readonly<Record<string, Seen>>) {
  const { snapshot } = simulatedGround('24.03.10', { inventory });
  return { components: snapshot.components.map((each) => ({ ...each, ...seen[each.id] })) };
}

function plan(seen: Readonly<Record<string, Seen>>, to = '24.09.4') {
  const made = planned('24.03.10', to, { inventory, found: found(seen) });
  expect(soundPlan(made)).toEqual([]);
  const steps = walkPlan(made).map(({ step }) => step);
  const of = (kind: string) => steps.filter((step) => step.kind === kind);
  return { made, of, links: () => of('environment.link').map(({ id, params }) => [id, params['keep']]) };
}

describe('a folder that a unit names', () => {
  it('becomes a link before the first stop, once; new environments go beside it', () => {
    const { made, of, links } = plan({ m1: folder('/w/m/.venv') });
    expect(links()).toEqual([['1.link.m1', '/w/m/.venv-24.03.10']]);
    expect(of('environment.link')[0]?.title).toBe(
      'Keep the environment of manager m1 as .venv-24.03.10, and let .venv be a link to it',
    );
    const switches = of('service.switch').filter(({ params }) => params['member'] === 'm1');
    expect(switches.map(({ params }) => [params['from'], params['to']])).toEqual([
      ['/w/m/.venv-24.03.10', '/w/m/.venv-24.03.11'],
      ['/w/m/.venv-24.03.11', '/w/m/.venv-24.09.4'],
    ]);
    expect(needsOf(made, '1.stop.m1')).toContain('1.link.m1');
  });

  it('is the same plan before and after, so one that was cut short in between still counts, and its rehearsal', () => {
    const s1 = (environment: string) => link('/w/s/.venv', environment);
    const before = plan({ m1: folder('/w/m/.venv'), s1: s1('/w/m/.venv') });
    const moved = '/w/m/.venv-24.03.10';
    const after = plan({ m1: link('/w/m/.venv', moved), s1: s1(moved) });
    expect(after.made).toEqual(before.made);
    expect(after.links()).toHaveLength(2);
  });
});

describe('one environment of several services', () => {
  it('is left by each by a link of its own, which leads over nobody else’s', () => {
    const { made, of, links } = plan({
      a1: folder('/w/.venv'),
      s1: link('/w/s/.venv', '/w/.venv'),
    });
    // What a link leads to is named as it will be.
    expect(links()).toEqual([
      ['1.link.a1', '/w/.venv-24.03.10'],
      ['1.link.s1', '/w/.venv-24.03.10'],
    ]);
    expect(needsOf(made, '1.link.s1')).toContain('1.link.a1');
    const [first] = of('service.switch').filter(({ params }) => params['member'] === 's1');
    expect(first?.params).toMatchObject({ from: '/w/.venv-24.03.10', to: '/w/s/.venv-24.03.11' });
  });

  it('is left together by those whose units name the very same path', () => {
    const { made, of } = plan({ a1: link('/w/.venv', '/w/e'), a2: link('/w/.venv', '/w/e') }, '24.03.11');
    for (const each of ['a1', 'a2'])
      expect(needsOf(made, `1.switch.${each}`)).toEqual(expect.arrayContaining(['1.stop.a1', '1.stop.a2']));
    for (const each of ['a1', 'a2'])
      expect(needsOf(made, `1.start.${each}`)).toEqual(
        expect.arrayContaining(['1.switch.a1', '1.switch.a2']),
      );
    expect(
      of('environment.stage').filter(({ params }) => params['folder'] === '/w/.venv-24.03.11'),
    ).toHaveLength(2);
  });

  it('is nothing to do where each has one of its own by a link', () => {
    const { links } = plan({ m1: link('/p/NAME', '/p/3.12.1/envs/NAME'), s1: link('/w/s/.venv', '/w/e') });
    expect(links()).toEqual([]);
  });

  it('stays where a path cannot become a link: no step makes one', () => {
    const stays = { path: '/w/.venv', because: 'it is a mount point', isNamed: true };
    const m1 = { environment: '/w/.venv', named: { at: '/w/m/manager', isFolder: false, stays } };
    const { of, links } = plan({ m1, a1: { ...m1, named: { ...m1.named, at: '/w/a/agent' } } });
    expect(links()).toEqual([]);
    const [first] = of('service.switch').filter(({ params }) => params['member'] === 'm1');
    expect(first?.params).toMatchObject({ from: '/w/.venv', to: '/w/m/manager-24.03.11' });
  });
});
