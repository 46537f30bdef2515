import type { MatrixPair, SchemaMatrix } from '../../../core/schema/matrix.ts';

const sign: Record<MatrixPair['kind'], string> = {
  none: '=',
  upgrade: 'u',
  fill: 'f',
  rejoin: 'r',
  blocked: 'x',
};

const lineOf = (version: string): string => version.slice(0, 5);

/** Kinds with how many pairs are of each, then a table of the last release of each line. */
export function schemaMatrixText({ releases, pairs }: SchemaMatrix): string {
  const counts = Object.entries(sign).map(([kind, letter]) => {
    const number = pairs.filter((pair) => pair.kind === kind).length;
    return `  ${letter} ${kind.padEnd(8)} ${String(number).padStart(6)}`;
  });
  const last = [...new Map(releases.map((version) => [lineOf(version), version])).values()];
  const kinds = new Map(pairs.map(({ from, to, kind }) => [`${from} ${to}`, sign[kind]]));
  const rows = last.slice(0, -1).map((from) => {
    const cells = last.slice(1).map((to) => kinds.get(`${from} ${to}`) ?? ' ');
    return `${from.padEnd(9)} ${cells.join(' ')}`;
  });
  const header = [0, 1, 2, 3, 4].map(
    (at) =>
      `${' '.repeat(9)} ${last
        .slice(1)
        .map((version) => version[at])
        .join(' ')}`,
  );
  return [
    `${pairs.length} pairs of ${releases.length} final releases`,
    ...counts,
    '',
    'From the last release of each line (rows) to that of each later one (columns):',
    ...header,
    ...rows,
    '',
    'All pairs: baiup schema matrix --format json',
  ].join('\n');
}
