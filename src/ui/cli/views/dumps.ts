import type { FoundDump } from '../../../app/actions/find-dumps.ts';
import type { RunCopy } from '../../../app/records/run-copies.ts';
import type { RunDump } from '../../../app/records/run-dumps.ts';
import { sizeText } from './size-text.ts';

type Shown = RunDump & Partial<Pick<FoundDump, 'isThere' | 'why'>>;

/** Dumps as the contract's document; `there` is null where it was not asked, or could not be told. */
export function dumpsJson(dumps: readonly Shown[]): object[] {
  return dumps.map(({ hop, database, host, path, bytes, sha256, isThere }) => ({
    hop,
    database: database ?? null,
    host: host ?? null,
    path,
    bytes,
    sha256: sha256 ?? null,
    there: isThere ?? null,
  }));
}

function stateOf({ isThere, why }: Shown): string {
  if (isThere !== undefined) return isThere ? '   is there' : '   is not there any more';
  return why === undefined ? '' : `   cannot be looked for: ${why}`;
}

/** Where the dumps of a run lie, a line each. */
export function dumpLines(dumps: readonly Shown[]): string[] {
  return dumps.map((dump) => {
    const { hop, database, host, path, bytes, sha256 } = dump;
    const whose = database === undefined ? '' : ` of ${database}`;
    const where = host === undefined ? path : `${path} on ${host}`;
    const hash = sha256 === undefined ? 'not sealed' : `sha256 ${sha256.slice(0, 12)}…`;
    return `  Dump${whose} before hop ${hop}: ${where}   ${sizeText(bytes)}, ${hash}${stateOf(dump)}`;
  });
}

/** "backend_before_0123456789ab (79.1 MB)" */
export const copyText = ({ name, bytes }: RunCopy): string =>
  bytes === undefined ? name : `${name} (${sizeText(bytes)})`;

/** Old databases that a run keeps, and how to free their room. */
export function copyLines(run: string, copies: readonly RunCopy[]): string[] {
  if (copies.length === 0) return [];
  return [
    ...copies.map((copy) => `  Old database: ${copyText(copy)}`),
    `  To free what the run keeps: baiup forget ${run}`,
  ];
}

/** Old databases as the contract's document. */
export const copiesJson = (copies: readonly RunCopy[]): object[] =>
  copies.map(({ name, bytes }) => ({ name, bytes: bytes ?? null }));
