import type { Difference, RehearsedHop } from '../../../core/plan/receipt-parts.ts';
import { sizeText } from './size-text.ts';

const slowest = 3;
const most = 12;

const secondsOf = (value: number): string =>
  value < 0.95 ? `${Math.round(value * 1000)} ms` : `${value.toFixed(1)} s`;

type Revision = RehearsedHop['revisions'][number];

function rowsOf({ rows }: Revision): string {
  const { inserted = 0, updated = 0, deleted = 0 } = rows ?? {};
  const parts = [
    [inserted, 'new'],
    [updated, 'changed'],
    [deleted, 'gone'],
  ].filter(([count]) => Number(count) > 0);
  return parts.length === 0 ? '' : `, rows: ${parts.map(([count, what]) => `${count} ${what}`).join(', ')}`;
}

/** The tables that nobody can even read while a revision runs. */
const closed = ({ locks = [] }: Revision): string[] =>
  locks.filter(({ mode }) => mode === 'AccessExclusiveLock').map(({ table }) => table);

function revisionLine(revision: Revision): string {
  const { id, seconds, written, commits } = revision;
  const tables = closed(revision);
  const locked = tables.length > 0 ? `, locks ${tables.join(', ')}` : '';
  const wrote = written ? `, ${sizeText(written)} written` : '';
  return `      ${id}   ${secondsOf(seconds)}${wrote}${rowsOf(revision)}${locked}${commits ? ', commits by itself' : ''}`;
}

function revisionLines({ revisions }: RehearsedHop): string[] {
  const longest = [...revisions].sort((a, b) => b.seconds - a.seconds).slice(0, slowest);
  const others = revisions.length - longest.length;
  return [
    ...longest.map(revisionLine),
    ...(others > 0 ? [`      and ${others} shorter ones; all are in the receipt`] : []),
  ];
}

function sizeLine({ database }: RehearsedHop): string[] {
  if (database === null) return [];
  const { before, peak, after } = database;
  if (before === after && peak === before) return [];
  return [
    `    database ${sizeText(before)} before, ${sizeText(peak)} at its largest, ${sizeText(after)} after`,
  ];
}

function differenceLine({ kind, object, actual, expected, reason }: Difference): string {
  const how = expected === undefined ? '' : `: has ${actual ?? 'nothing'}, a fresh install ${expected}`;
  return `      ${object} (${kind})${how}${reason ? ` — ${reason}` : ''}`;
}

function listed(title: string, differences: readonly Difference[]): string[] {
  if (differences.length === 0) return [];
  const shown = differences.slice(0, most);
  const others = differences.length - shown.length;
  return [
    `    ${title}`,
    ...shown.map(differenceLine),
    ...(others > 0 ? [`      and ${others} more; all are in the receipt`] : []),
  ];
}

function differenceLines({ ok, differences, drift }: RehearsedHop): string[] {
  const of = (whose: Difference['whose']) => differences.filter((each) => each.whose === whose);
  if (ok && differences.length === 0) return ['    exactly like a fresh install'];
  return [
    ...listed(`✗ ${drift.structural} differences from a fresh install that matter:`, of('ours')),
    ...listed(
      `like a fresh install${ok ? '' : ' else'}, except for what the vendor's own migrations leave:`,
      of('vendor'),
    ),
    ...listed('and for what the site had before, which is as it was:', of('site')),
    ...listed('and for what makes no difference:', of('cosmetic')),
  ];
}

/** One hop of a receipt: its revisions, what they cost, and how the result differs from a fresh install. */
export function receiptHop(hop: RehearsedHop): string[] {
  const { from, to, ok, seconds, revisions } = hop;
  const count = revisions.length === 0 ? 'no revisions' : `${revisions.length} revisions`;
  return [
    `  ${ok ? '✓' : '✗'} ${from} → ${to}   ${count}, ${secondsOf(seconds)} with capture and proof`,
    ...revisionLines(hop),
    ...sizeLine(hop),
    ...differenceLines(hop),
  ];
}
