import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Session } from '../../../../core/workloads/session.ts';
import { csvCell, csvLine, sessionColumns, sessionLine } from './csv.ts';
import { noticeCsv } from './notice-csv.ts';

/** Reads CSV as RFC 4180 has it. */
function parsed(text: string): string[][] {
  const rows: string[][] = [];
  let [row, cell, quoted] = [[] as string[], '', false];
  for (let at = 0; at < text.length; at += 1) {
    const [sign, next] = [text[at], text[at + 1]];
    if (quoted && sign === '"' && next === '"') [cell, at] = [`${cell}"`, at + 1];
    else if (sign === '"') quoted = !quoted;
    else if (!quoted && sign === ',') [row, cell] = [[...row, cell], ''];
    else if (!quoted && sign === '\r' && next === '\n') {
      rows.push([...row, cell]);
      [row, cell, at] = [[], '', at + 1];
    } else cell += sign;
  }
  return rows;
}

it.each([
  ['=1+1', "'=1+1"],
  ['+cmd|calc', "'+cmd|calc"],
  ['-2', "'-2"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', "'\\u0009=1"],
  ['\r=1', "'\\u000d=1"],
  ['＝1', "'＝1"],
  ['=HYPERLINK("http://x","y")', '"\'=HYPERLINK(""http://x"",""y"")"'],
  ['a,b', '"a,b"'],
  ['a;=1', "a;'=1"],
  ['a; "=1";b;-2', '"a;\' ""=1"";b;\'-2"'],
  ['cr.example/a,b:1', '"cr.example/a,b:1"'],
  ['ana@example.com', 'ana@example.com'],
  ['', ''],
])('%j is written as %s', (value, written) => {
  expect(csvCell(value)).toBe(written);
});

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(
      fc.oneof(fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', '"', ',', "'", ';', ' '), fc.string()),
    )
    .map((all) => all.join('')),
);

it('every cell comes back as it was shown, and none begins as a formula does', () => {
  fc.assert(
    fc.property(fc.array(fc.array(text, { minLength: 1 }), { minLength: 1 }), (rows) => {
      const back = parsed(rows.map(csvLine).join(''));
      expect(back.map((row) => row.length)).toEqual(rows.map((row) => row.length));
      for (const cell of back.flat()) expect(cell).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/);
      for (const cell of back.flat()) expect(cell).not.toMatch(/\p{Cc}/u);
      // As a spreadsheet reads it that takes a semicolon for the end of a cell.
      for (const row of rows) {
        const [, ...behind] = csvLine(row).split(';');
        for (const cell of behind) expect(cell).not.toMatch(/^[\s"]*[=+\-@＝＋－＠]/);
      }
    }),
  );
});

it('a session has a cell for each column, whatever its owner typed', () => {
  const session = fc.record({
    ...{ id: fc.uuid(), name: text, kind: text, status: text, accessKey: text },
    ...{ owner: text, project: text, image: text, info: text, agents: fc.array(text) },
    created: fc.integer({ min: 0, max: 2e12 }),
    slots: fc.dictionary(fc.constantFrom('cpu', 'mem', 'cuda.shares', '=x'), fc.integer({ min: 1 })),
  }) as fc.Arbitrary<Session>;
  fc.assert(
    fc.property(session, (one) => {
      const [cells = [], ...more] = parsed(sessionLine(one, 1e12));
      expect([cells.length, more.length]).toEqual([sessionColumns.length, 0]);
      expect(cells[0]).toBe(one.id);
      for (const cell of cells) expect(cell).not.toMatch(/^[=+\-@]/);
    }),
  );
});

it('the list of who loses what has a cell for each column, and no formula', () => {
  fc.assert(
    fc.property(text, text, text, text, (owner, name, project, service) => {
      const sessions = [{ id: 'i', name, kind: 'batch', status: 'RUNNING', accessKey: 'AK', project }];
      const person = {
        owner,
        sessions: sessions.map((each) => ({ ...each, agents: [owner], slots: {} })),
        endpoints: [{ id: 'e', name: service, replicas: 1, routes: [], project }],
      };
      const [head = [], ...rows] = parsed(
        noticeCsv([{ person, mail: undefined }], { policy: 'end', seconds: 60 }),
      );
      expect(rows.map((row) => row.length)).toEqual([head.length, head.length]);
      for (const cell of rows.flat()) expect(cell).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/);
      expect(rows.map((row) => row[head.indexOf('becomes')])).toEqual(['is-ended', 'away']);
    }),
  );
});
