import type { FatedSession } from '../../../../core/workloads/fate.ts';
import { visible } from '../../../../lib/visible.ts';

/** What a spreadsheet takes for the beginning of a formula, also in the wide forms of East Asian keyboards. */
const formula = /^[=+\-@\t\r\n＝＋－＠]/;

/** Where the language has commas in its numbers, a spreadsheet takes a semicolon for the end of a cell. */
const formulaBehind = /;(?=[\s"']*[=+\-@＝＋－＠])/g;

/** A cell as RFC 4180 has it; what a spreadsheet would calculate begins with an apostrophe and is text. */
export function csvCell(value: string): string {
  const shown = visible(value).replace(formulaBehind, ";'");
  const harmless = formula.test(value) ? `'${shown}` : shown;
  return /[",\n\r]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

export const csvLine = (cells: readonly string[]): string => `${cells.map(csvCell).join(',')}\r\n`;

export const sessionColumns = [
  ...['id', 'name', 'kind', 'status', 'info', 'owner', 'access_key', 'project', 'domain', 'resource_group'],
  ...[
    'image',
    'agents',
    'created',
    'age_seconds',
    'ends_in_seconds',
    'cpu',
    'mem_bytes',
    'other_slots',
    'label',
    'fate',
  ],
] as const;

const number = (value: number | undefined): string => (value === undefined ? '' : String(value));

/** A session, in the order of `sessionColumns`. @param at milliseconds since the epoch */
export function sessionLine(session: FatedSession, at: number): string {
  const { created, idle, agents } = session;
  const { cpu, mem, ...others } = session.slots;
  return csvLine([
    ...[session.id, session.name, session.kind, session.status, session.info ?? '', session.owner ?? ''],
    ...[session.accessKey, session.project ?? '', session.domain ?? '', session.resourceGroup ?? ''],
    ...[session.image ?? '', agents.join(' ')],
    created === undefined ? '' : new Date(created).toISOString(),
    created === undefined ? '' : number(Math.max(0, Math.round((at - created) / 1000))),
    idle === undefined ? '' : number(Math.max(0, Math.round(idle.left))),
    ...[number(cpu), number(mem)],
    Object.entries(others)
      .map(([slot, value]) => `${slot}=${value}`)
      .join(' '),
    session.label ?? '',
    session.fate?.name ?? '',
  ]);
}
