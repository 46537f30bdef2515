import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at, stopped } from './contract.ts';
import { beginningOf, believable, scan } from './scan.ts';
import { type TimedFact, writeOn } from './write-on.ts';

const id = '7f3a9c2e41b0';
const begin = beginningOf(id);

/** The lines of a journal of so many events. */
function linesOf(count: number, run = 'r-1', from = begin): string[] {
  const facts = Array.from({ length: count }, (_each, n) => ({ at, ...stopped(`1.stop.m${n}`) }));
  return writeOn(facts, from, run).bytes.toString().split('\n').slice(0, -1);
}

const read = (text: string, from = begin) => scan(Buffer.from(text), from, 'r-1');
const ended = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

/** As a version that wrote no hashes wrote it. */
const old = (seq: number): string => JSON.stringify({ seq, at, run: 'r-1', ...stopped(`1.stop.m${seq}`) });

describe('a journal', () => {
  it('is read as it was written, piece by piece too', () => {
    const lines = linesOf(20);
    const whole = read(ended(lines));
    expect(whole.damage).toBeUndefined();
    expect(whole.events.map(({ seq }) => seq)).toEqual(lines.map((_line, n) => n + 1));
    const first = read(ended(lines.slice(0, 7)));
    const second = read(ended(lines.slice(7)), first.place);
    expect([...first.events, ...second.events]).toEqual(whole.events);
    expect(second.place).toEqual(whole.place);
  });

  it.each([
    ['nothing', ''],
    ['carriage returns', ended(linesOf(3)).replaceAll('\n', '\r\n')],
    ['a byte order mark', `\uFEFF${ended(linesOf(3))}`],
    ['empty lines', `\n${ended(linesOf(3)).replaceAll('\n', '\n\n')}`],
    ['no end of its last line', ended(linesOf(3)).slice(0, -1)],
  ])('is whole with %s', (_what, text) => {
    const { events, damage } = read(text);
    expect({ events: events.length, damage }).toEqual({ events: text === '' ? 0 : 3, damage: undefined });
  });

  it('ends where it was written to', () => {
    const facts = [1, 2, 3].map((n) => ({ at, ...stopped(`m${n}`) }));
    const first = writeOn(facts, begin, 'r-1');
    expect(read(first.bytes.toString()).place).toEqual(first.place);
    const text = first.bytes.toString().slice(0, -1);
    const second = writeOn(facts, read(text).place, 'r-1');
    expect(read(text + second.bytes.toString()).place).toEqual(second.place);
  });

  it('whose last line lacks its end goes on behind it', () => {
    const open = read(ended(linesOf(2)).slice(0, -1));
    const { bytes } = writeOn([{ at, ...stopped('x') }], open.place, 'r-1');
    const text = ended(linesOf(2)).slice(0, -1) + bytes.toString();
    expect(read(text)).toMatchObject({ events: { length: 3 }, place: { bytes: text.length, lines: 3 } });
    expect(read(text).damage).toBeUndefined();
  });
});

describe('a torn end', () => {
  const lines = linesOf(3);
  const [last = ''] = lines.slice(-1);

  it('is left out wherever the line was cut', () => {
    for (let length = 1; length < last.length; length += 1) {
      const { events, damage, place } = read(ended(lines.slice(0, 2)) + last.slice(0, length));
      expect({ length, events: events.length, damage, bytes: place.bytes }).toEqual({
        length,
        events: 2,
        damage: undefined,
        bytes: ended(lines.slice(0, 2)).length,
      });
    }
  });

  it.each([
    ['that is empty blocks', '\0'.repeat(512)],
    ['that begins with empty blocks', `${'\0'.repeat(100)}${last.slice(100)}\n`],
    ['that ends in empty blocks', `${last.slice(0, 40)}${'\0'.repeat(100)}`],
  ])('%s is left out', (_what, tail) => {
    const { events, damage } = read(ended(lines.slice(0, 2)) + tail);
    expect({ events: events.length, damage }).toEqual({ events: 2, damage: undefined });
  });

  it('is no excuse for empty blocks before whole lines', () => {
    const text = `${ended(lines.slice(0, 1))}${'\0'.repeat(100)}\n${last}\n`;
    expect(read(text).damage?.why).toBe('line 2 is not JSON');
  });
});

describe('damage', () => {
  const lines = linesOf(4);
  const with2 = (line: string): string => ended(lines.map((each, n) => (n === 1 ? line : each)));
  const other = linesOf(2, 'r-1', beginningOf('000000000000'));

  it.each([
    [
      'two lines lost in the middle',
      ended([lines[0] ?? '', lines[3] ?? '']),
      'events 2 to 3 are missing before line 2',
    ],
    ['the first line lost', ended(lines.slice(1)), 'event 1 is missing before line 1'],
    [
      'a line twice',
      ended([...lines.slice(0, 2), ...lines.slice(1)]),
      'line 3 holds event 2, which was there before',
    ],
    ['null', with2('null'), 'line 2 is not an event: it must be an object'],
    ['a list', with2('[]'), 'line 2 is not an event: it must be an object'],
    ['no JSON', with2('{"seq":2,'), 'line 2 is not JSON'],
    [
      'an event changed',
      with2(lines[1]?.replace('Stop', 'Keep') ?? ''),
      'line 2 was changed after it was written',
    ],
    ['an event without its hash', with2(old(2)), 'line 2 does not follow the line before it'],
    ['an event of another run', with2(old(2).replace('r-1', 'r-9')), 'line 2 belongs to run r-9'],
    [
      'no kind',
      with2(old(2).replace('"kind":"step.started",', '')),
      'line 2 is of a kind that this baiup does not know',
    ],
    [
      'an unknown kind',
      with2(old(2).replace('step.started', 'step.x')),
      'line 2 is of a kind that this baiup does not know',
    ],
    [
      'a field missing within another',
      with2(
        old(2).replace('step.started', 'step.failed').replace('}', ',"seconds":1,"failure":{"code":"x"}}'),
      ),
      'line 2 is not an event: failure.message is missing',
    ],
    ['a field missing', with2(old(2).replace('"hop":0,', '')), 'line 2 is not an event: hop is missing'],
    [
      "a line of another operator's run of that name",
      ended(other),
      'line 1 does not follow the line before it',
    ],
  ])('%s: %s', (_what, text, why) => {
    expect(read(text).damage).toEqual({ why });
  });

  it('is not what another version wrote', () => {
    const newer = { at, kind: 'step.dreamt', step: 'a' } as unknown as TimedFact;
    expect(read(writeOn([newer], begin, 'r-1').bytes.toString()).damage).toEqual({
      why: 'line 1 is of a kind that this version does not know',
      isForeign: true,
    });
  });

  it('leaves what can be believed: whole events of the run', () => {
    const text = ended([
      lines[3] ?? '',
      'null',
      lines[1]?.replace('Stop', 'Keep') ?? '',
      other[0]?.replace('{', '') ?? '',
      ...linesOf(3, 'r-9').slice(2),
      `\uFEFF${lines[0]}\r`,
    ]);
    expect(believable(Buffer.from(text), 'r-1').map(({ seq }) => seq)).toEqual([1, 4]);
  });

  it('is noticed whatever happens to any line', () => {
    const count = fc.integer({ min: 2, max: 12 });
    const harm = fc.oneof(
      fc.record({
        kind: fc.constant('remove' as const),
        at: fc.nat(),
        count: fc.integer({ min: 1, max: 3 }),
      }),
      fc.record({ kind: fc.constant('repeat' as const), at: fc.nat(), to: fc.nat() }),
      fc.record({ kind: fc.constant('swap' as const), at: fc.nat(), to: fc.nat() }),
      fc.record({
        kind: fc.constant('edit' as const),
        at: fc.nat(),
        byte: fc.nat(),
        to: fc.integer({ min: 32, max: 126 }),
      }),
    );
    fc.assert(
      fc.property(count, harm, (length, how) => {
        const before = linesOf(length);
        const after = [...before];
        const where = how.at % length;
        if (how.kind === 'remove') after.splice(where, how.count);
        if (how.kind === 'repeat') after.splice(how.to % (length + 1), 0, before[where] ?? '');
        if (how.kind === 'swap') {
          const to = how.to % length;
          [after[where], after[to]] = [before[to] ?? '', before[where] ?? ''];
        }
        if (how.kind === 'edit') {
          const line = before[where] ?? '';
          const byte = how.byte % line.length;
          after[where] = line.slice(0, byte) + String.fromCharCode(how.to) + line.slice(byte + 1);
        }
        fc.pre(after.join() !== before.join());
        const { damage, place } = read(ended(after));
        // Lines lost at the very end are told by how many events there were.
        const isEndLost = how.kind === 'remove' && where + how.count >= length;
        return damage !== undefined || (isEndLost && place.seq < length);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a journal of a version that wrote no hashes', () => {
  const from = beginningOf(undefined);
  const text = ended([old(1), old(2), old(3)]);

  it('is read, and goes on with hashes', () => {
    const before = read(text, from);
    expect(before).toMatchObject({ events: { length: 3 } });
    const more = writeOn(
      [
        { at, ...stopped('x') },
        { at, ...stopped('y') },
      ],
      before.place,
      'r-1',
    );
    const after = read(text + more.bytes.toString(), from);
    expect(after).toMatchObject({ events: { length: 5 } });
    expect(after.damage).toBeUndefined();
    const without = ended(`${text}${more.bytes}`.split('\n').filter((_line, n) => n !== 4 && n !== 5));
    expect(read(`${without}${old(5)}\n`, from).damage?.why).toBe('line 5 does not follow the line before it');
  });

  it('is told to have lost what is not in its place', () => {
    expect(read(ended([old(1), old(3)]), from).damage?.why).toBe('event 2 is missing before line 2');
  });
});
