import { describe, expect, it } from 'vitest';
import type { RunEvent, RunFact } from '../../core/run/event.ts';
import { simulatedBegun } from '../../core/run/simulated-begun.ts';
import { eventLine } from '../../io/journal/event-line.ts';
import { verifyJournal } from './verify-journal.ts';

const run = { name: 'r-1', id: 'b0a1b2c3d4e5' };
const facts: readonly RunFact[] = [
  simulatedBegun,
  { kind: 'run.resumed', who: 'ana' },
  { kind: 'run.resumed', who: 'ben' },
  { kind: 'run.finished', state: 'done' },
];

function linesOf(of: readonly RunFact[]): string[] {
  let prev = run.id;
  return of.map((fact, at) => {
    const place = { seq: at + 1, at: new Date(Date.UTC(2026, 0, 1, 0, 0, at)).toISOString(), run: 'r-1' };
    const { line, hash } = eventLine({ ...place, ...fact } as RunEvent, prev);
    prev = hash;
    return line;
  });
}

const lines = linesOf(facts);
const given = { run, plan: undefined, signature: undefined, signers: undefined, isDriven: false };
const verify = (of: readonly string[], more: Partial<Parameters<typeof verifyJournal>[0]> = {}) =>
  verifyJournal({ ...given, text: of.map((line) => `${line}\n`).join(''), ...more });

it('is whole as it was written', async () => {
  expect(await verify(lines)).toMatchObject({ state: 'whole', why: [], end: { events: 4 } });
});

describe('what was done to it is found, and where', () => {
  const changed = lines.with(1, (lines[1] ?? '').replace('ana', 'eve'));
  const [first = '', second = '', third = '', last = ''] = lines;
  const [anew = ''] = linesOf([simulatedBegun, { kind: 'run.resumed', who: 'eve' }]).slice(1);

  it.each<[string, readonly string[], string]>([
    ['an event is changed', changed, 'line 2 was changed after it was written'],
    ['an event is missing', [first, third, last], 'event 2 is missing before line 2'],
    ['events are missing', [first, last], 'events 2 to 3 are missing before line 2'],
    ['the beginning is missing', [second, third, last], 'event 1 is missing before line 1'],
    ['events change places', [first, third, second, last], 'event 2 is missing before line 2'],
    [
      'an event is there twice',
      [first, second, second, third, last],
      'line 3 holds event 2, which was there before',
    ],
    [
      'an event is written anew, with a hash',
      [first, anew, third, last],
      'line 3 does not follow the line before it',
    ],
    ['something else is among them', [first, 'nothing', second, third, last], 'line 2 is not JSON'],
  ])('%s', async (_what, of, why) => {
    expect(await verify(of)).toMatchObject({ state: 'damaged', why: [why] });
  });

  it('the last line is cut short', async () => {
    const text = `${lines.join('\n')}`.slice(0, -9);
    expect(await verify([], { text })).toMatchObject({ state: 'damaged', why: ['line 4 is cut short'] });
  });

  it('its end is cut off', async () => {
    const open = await verify(lines.slice(0, 3));
    expect(open).toMatchObject({
      state: 'open',
      why: ['no event tells its end: events may be missing after event 3'],
    });
    const damage = { why: 'event 4 is missing at the end' };
    expect(await verify(lines.slice(0, 3), { damage })).toMatchObject({
      state: 'damaged',
      why: [damage.why],
    });
  });

  it('another run is put in its place', async () => {
    const other = await verifyJournal({
      ...given,
      run: { ...run, id: 'ffffffffffff' },
      text: `${lines[0]}\n`,
    });
    expect(other).toMatchObject({ state: 'damaged', why: ['line 1 does not follow the line before it'] });
  });
});

it('has no end while somebody adds to it', async () => {
  const open = await verify(lines.slice(0, 3), { isDriven: true });
  expect(open).toMatchObject({ state: 'open', why: ['somebody drives it: more comes after event 3'] });
});

it('counts no signature that says something else', async () => {
  const signature = { statement: 'something else', signature: '' };
  expect(await verify(lines, { signature })).toMatchObject({
    state: 'damaged',
    why: ['what was signed is not the journal of this run'],
  });
});
