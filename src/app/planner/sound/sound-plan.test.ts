import { describe, expect, it } from 'vitest';
import type { Plan } from '../../../core/plan/plan.ts';
import { walkPlan } from '../../../core/plan/walk.ts';
import { clip } from '../../../lib/clip.ts';
import { planned } from '../simulated-plan.ts';
import { edited, set, setParams, stepIn, without } from './simulated-tampering.ts';
import { soundPlan } from './sound-plan.ts';

const said = (plan: Plan): string[] => soundPlan(plan).map(({ summary }) => summary);

const minor = planned('24.03.10', '24.03.11');

describe('a plan of the planner is sound', () => {
  it.each([
    ['24.03.10', '24.03.11', 'each'],
    ['24.03.10', '24.09.4', 'each'],
    ['24.03.10', '24.09.4', 'one'],
    ['22.09.23', '24.03.11', 'each'],
    ['22.09.23', '24.03.11', 'one'],
    ['22.09.23', '24.09.6', 'each'],
    ['22.09.23', '24.09.6', 'one'],
    ['26.07.0', '26.08.3', 'each'],
  ] as const)('%s → %s, %s', (from, to, windows) => {
    expect(said(planned(from, to, { windows }))).toEqual([]);
  });
});

it('so is one that adds slots', () => {
  const slots = { slots: [{ name: 'labgpu.device', type: 'count', count: 1, agents: ['i-1'] }] };
  const plan = planned('25.19.2', '26.02.5', { found: { slots } });
  expect(walkPlan(plan).some(({ step }) => step.kind === 'slots.add')).toBe(true);
  expect(said(plan)).toEqual([]);
});

describe('soundPlan', () => {
  it.each<[string, (draft: Plan) => void, string]>([
    [
      'no hop',
      (draft) => {
        draft.hops = [];
      },
      'the plan: it has no hop',
    ],
    [
      'another end',
      (draft) => {
        draft.to = '24.03.12';
      },
      'the plan: it says to 24.03.12, and ends at 24.03.11',
    ],
    [
      'another beginning',
      (draft) => {
        draft.from = '24.03.9';
      },
      'hop 1: it begins at 24.03.10, not at 24.03.9',
    ],
    [
      'other facts',
      (draft) => {
        draft.facts.revisions = ['x'];
      },
      'the plan: its fingerprint does not match its facts',
    ],
    ...['plan.stale', 'findings.blockers', 'x'.repeat(400), ''].map(
      (code): [string, (draft: Plan) => void, string] => [
        `${code.slice(0, 20)} accepted`,
        (draft) => {
          draft.accepted = ['workloads.running', code];
        },
        `the plan: it accepts "${clip(code)}", and no finding has this code`,
      ],
    ),
    [
      'an unknown step',
      set('1.stop.m1', { kind: 'service.kill' }),
      'hop 1, phase manager, step 1.stop.m1: this baiup knows no step "service.kill"',
    ],
    [
      'a param of another type',
      setParams('1.stop.m1', { stopTimeoutMs: 'long' }),
      'hop 1, phase manager, step 1.stop.m1: params.stopTimeoutMs must be a number',
    ],
    [
      'an unknown param',
      setParams('1.stop.m1', { force: true }),
      'hop 1, phase manager, step 1.stop.m1: params knows no "force"',
    ],
    [
      'a wrong title',
      set('1.stop.m1', { title: 'Start manager m1' }),
      'hop 1, phase manager, step 1.stop.m1: its title is not "Stop manager m1 by SIGINT"',
    ],
    [
      'another word of its way back',
      set('1.stop.m1', { irreversible: 'so' }),
      'hop 1, phase manager, step 1.stop.m1: its text about the way back is not what its kind says',
    ],
    [
      'a stranger',
      setParams('1.seal.database', { database: '../../x' }),
      'hop 1, phase prove, step 1.seal.database: the plan knows no member ../../x',
    ],
    [
      'another host',
      set('1.stop.m1', { hosts: ['elsewhere'] }),
      'hop 1, phase manager, step 1.stop.m1: the plan knows no host elsewhere',
    ],
    [
      'another hop',
      setParams('1.capture.etcd', { hop: 2 }),
      'hop 1, phase manager, step 1.capture.etcd: it is of hop 2',
    ],
    [
      'another component',
      setParams('1.switch.a1', { component: 'webserver' }),
      'hop 1, phase others, step 1.switch.a1: a1 is no webserver',
    ],
    [
      'an id twice',
      set('1.stop.a1', { id: '1.stop.w1' }),
      'hop 1, phase others, step 1.stop.w1: its id appears twice',
    ],
    [
      'a need that is nowhere',
      set('1.stop.a1', { needs: ['1.start.m9'] }),
      'hop 1, phase others, step 1.stop.a1: it needs 1.start.m9, which is not in the plan',
    ],
    [
      'a circle',
      set('1.stop.m1', { needs: ['1.start.m1'] }),
      'hop 1, phase manager, step 1.stop.m1: it waits for itself, in a circle of needs',
    ],
    [
      'no capture',
      without('1.capture.database', '1.capture.etcd', '1.seal.database'),
      'hop 1: database and etcd are not captured',
    ],
    [
      'a yardstick that is made twice',
      (draft) => {
        const step = { ...stepIn(draft, '1.expect.schema'), id: '1.expect.again' };
        draft.hops[0]?.phases[0]?.steps.push(step);
      },
      'hop 1: 1.expect.again repeats what is done already',
    ],
    ['no seal', without('1.seal.database'), 'hop 1: what is captured of the database is never sealed'],
    [
      'a capture beside its writer',
      set('1.capture.database', { needs: [] }),
      'hop 1: 1.capture.database does not wait for 1.stop.m1',
    ],
    [
      'a stop for good',
      without('1.start.a1', '1.switch.a1', '1.prove.a1'),
      'hop 1: a1 is stopped and never started again',
    ],
    ['a switch of what runs', without('1.stop.a1'), 'hop 1: a1 is switched and was never stopped'],
    [
      'a switch to /etc',
      (draft) => {
        setParams('1.switch.a1', { to: '/etc' })(draft);
        set('1.switch.a1', { title: 'Switch agent a1 to etc' })(draft);
      },
      'hop 1: a1 is switched to /etc, but its environment should be /lab/environments/agent-24.03.11',
    ],
    [
      'nothing staged',
      without('1.stage.a1'),
      'hop 1: nothing stages /lab/environments/agent-24.03.11, which a1 is switched to',
    ],
    [
      'a member left behind',
      without('1.stop.a1', '1.switch.a1', '1.start.a1'),
      'hop 1: a1 stays at 24.03.10',
    ],
    ['no proof', without('1.prove.a1'), 'hop 1: nothing proves that a1 answers as 24.03.11'],
    ['no session', without('1.prove.session'), 'hop 1: no session is tried'],
    [
      'a session left out',
      (draft) => {
        setParams('1.prove.session', { skipped: 'so' })(draft);
        set('1.prove.session', { title: 'No session is tried: so' })(draft);
      },
      'hop 1: no session is tried, although it has agents',
    ],
    [
      'another signal',
      (draft) => {
        setParams('1.stop.a1', { signal: 'SIGTERM' })(draft);
        set('1.stop.a1', { title: 'Stop agent a1 by SIGTERM' })(draft);
      },
      'hop 1: agent is stopped by SIGINT, not by SIGTERM',
    ],
    ['no proof of the schema', without('1.prove.schema'), 'hop 1: the database is not proven'],
    [
      'a hasty stop',
      set('1.stop.m1', { needs: [] }),
      'hop 1: 1.stop.m1 does not wait until everything is staged',
    ],
    [
      'a hasty proof',
      set('1.prove.a1', { needs: [] }),
      'hop 1: 1.prove.a1 does not wait until everything has started',
    ],
  ])('finds %s', (_what, change, flaw) => {
    expect(said(edited(minor, change))).toContain(flaw);
  });
});
