import { createHash } from 'node:crypto';

/** What a scratch database is made for: no two have the same. */
export interface ScratchPurpose {
  /** The run's id, which is unique in the world. */
  readonly run: string;
  /** 1 for the first. */
  readonly hop: number;
  /** The member whose own database it stands for; the cluster's unless told. */
  readonly database?: string | undefined;
}

/** PostgreSQL cuts longer names, in silence. */
const longest = 63;

const shortHash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 8);

/** How the names of all scratch databases beside a database begin. */
export const scratchPrefix = (beside: string): string => `baiup_scratch_${shortHash(beside)}_`;

/** The name of a scratch database: different purposes have different names. */
export function scratchName(beside: string, { run, hop, database }: ScratchPurpose): string {
  const begin = `${scratchPrefix(beside)}${run}_${hop}`;
  if (database === undefined) return begin;
  const whole = `${begin}_${database}`;
  return Buffer.byteLength(whole) <= longest ? whole : `${begin}.${shortHash(database)}`;
}
