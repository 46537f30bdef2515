import type { SessionGroup } from '../../../../core/workloads/session-groups.ts';
import type { Paint } from '../../paint.ts';
import { csvLine } from './csv.ts';
import { slotsText } from './session-cells.ts';
import { table } from './table.ts';

const columns = (by: string): string[] => [by, 'sessions', 'running', 'pending', 'uses'];

const cellsOf = (
  by: string,
  { key, sessions, running, pending, slots }: SessionGroup,
): Record<string, string> => ({
  [by]: key,
  sessions: String(sessions),
  running: String(running),
  pending: String(pending),
  uses: slotsText(slots),
});

export function groupedText(by: string, groups: readonly SessionGroup[], paint: Paint): string[] {
  const cells = groups.map((group) => cellsOf(by, group));
  const { head, rows } = table(columns(by), cells);
  return groups.length > 0 ? [paint('bold', head), ...rows(cells), ''] : [];
}

export function groupedCsv(by: string, groups: readonly SessionGroup[]): string {
  const names = columns(by);
  const lines = groups.map((group) => {
    const cells = cellsOf(by, group);
    return csvLine(names.map((name) => cells[name] ?? ''));
  });
  return [csvLine(names.map((name) => name.replace('-', '_'))), ...lines].join('');
}
