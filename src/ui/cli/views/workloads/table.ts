import { visible } from '../../../../lib/visible.ts';

const widest: Readonly<Record<string, number>> = {
  name: 28,
  owner: 30,
  project: 20,
  image: 40,
  agents: 30,
  status: 34,
  uses: 36,
};

type Cells = Readonly<Record<string, string>>;

const fitted = (column: string, text: string): string => {
  const most = widest[column] ?? 40;
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
};

/** A table whose columns are as wide as what they begin with; rows may be added later. */
export function table(columns: readonly string[], first: readonly Cells[]) {
  const shown = (column: string, row: Cells): string => fitted(column, visible(row[column] ?? ''));
  const width = new Map(
    columns.map((column) => [
      column,
      Math.max(column.length, ...first.map((row) => shown(column, row).length)),
    ]),
  );
  const line = (cells: readonly (readonly [column: string, text: string])[]): string =>
    `  ${cells.map(([column, text]) => text.padEnd(width.get(column) ?? 0)).join('  ')}`.trimEnd();
  return {
    head: line(columns.map((column) => [column, column.toUpperCase()])),
    rows: (rows: readonly Cells[]): string[] =>
      rows.map((row) => line(columns.map((column) => [column, shown(column, row)]))),
  };
}
