import { describe, expect, it } from 'vitest';
import type { RunFact } from '../../src/core/run/event.ts';
import { reduceRun } from '../../src/core/run/reduce.ts';
import type { ReportData } from '../../src/ui/server/report-data.ts';
import { simulatedFleet } from '../parts/simulated-fleet.ts';
import { saidIn } from './approvals.tsx';
import { renderReport } from './render.tsx';

const fleet = simulatedFleet(3);
const events = fleet.eventsFrom(Date.parse('2026-11-29T02:00:00.000Z'), 100);

const data = (more: Partial<ReportData> = {}): ReportData => ({
  ...{ kind: 'run', made: '2026-11-29T03:00:00.000Z', baiup: '0.1.0', plan: fleet.plan, receipt: null },
  ...{
    view: reduceRun(events) ?? null,
    state: 'done',
    id: 'd25f2ab8599b',
    events,
    document: null,
    evidence: [],
  },
  hashes: [{ what: 'wheel', name: 'backend.ai_manager', sha256: 'ab'.repeat(32) }],
  seal: { events: events.length, last: 'c0ffee', state: 'whole', why: [], signedBy: null },
  ...more,
});

describe('a report', () => {
  it('has the plan, who did what, timings, steps, hashes and the seal, with times in UTC', () => {
    const { title, body } = renderReport(data());
    expect(title).toBe('fleet: 24.03.10 → 24.03.11, r-1');
    for (const part of [
      'Who approved what',
      'Timeline',
      'Predicted beside actual',
      'Steps',
      'Hashes',
      'The journal',
    ])
      expect(body).toContain(`<h2>${part}</h2>`);
    expect(body).toContain('02:00:00 UTC');
    expect(body).toContain('ab'.repeat(32));
    expect(body).toContain('Done');
  });

  it('needs no script, and carries nothing inline that a policy by hashes would stop', () => {
    const { body } = renderReport(data());
    expect(body).not.toMatch(/<script|\sstyle=|\son[a-z]+=|https?:/);
    expect(body.match(/<details[^>]*class="phase/g)?.length).toBe(7);
    expect(body).not.toMatch(/<details class="phase[^"]*">/);
  });

  it('shows what a program said as text', () => {
    const hostile = '</pre><script>alert(1)</script>';
    const { body } = renderReport(data({ evidence: [{ step: '1.stop.m1', file: hostile, tail: hostile }] }));
    expect(body).not.toContain('<script');
    expect(body).toContain('&lt;script');
  });

  it('is one of a plan where there is no run, and of a run whose plan is lost', () => {
    const none = { view: null, state: null, id: null, events: [], seal: null };
    expect(renderReport(data({ kind: 'plan', ...none })).body).toContain('What it would do');
    expect(renderReport(data({ plan: null })).body).toContain('The plan is lost.');
  });

  it('of a thousand hosts is far below ten megabytes', () => {
    const many = simulatedFleet(999);
    const all = many.eventsFrom(0, 10);
    const { body } = renderReport(data({ plan: many.plan, events: all, view: reduceRun(all) ?? null }));
    expect(body.length).toBeLessThan(1_000_000);
  });
});

describe('what people decided', () => {
  it.each<[RunFact, string | undefined]>([
    [
      { kind: 'run.asked', what: 'pause', who: 'ben', why: 'lunch', askedAt: '2026-11-29T02:00:00Z' },
      'asked it to stop: lunch',
    ],
    [
      { kind: 'approval.given', who: 'ben', by: 'accept', step: '1.a', hop: 0, title: 'Make room' },
      'accepted by name: Make room',
    ],
    [{ kind: 'undo.started', why: 'failure', hops: [0], who: 'ben' }, undefined],
    [{ kind: 'undo.started', why: 'rollback', hops: [0], who: 'ben' }, 'had it go back'],
    [{ kind: 'hop.finished', hop: 0 }, undefined],
  ])('%j', (fact, what) => {
    expect(saidIn([{ seq: 1, at: '', run: 'r-1', ...fact }])[0]?.what).toBe(what);
  });
});
