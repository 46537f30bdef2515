import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** How far this machine has seen a run's journal in its store. */
export interface Mark {
  readonly generation: number;
  readonly seq: number;
}

const fileIn = (folder: string): string => join(folder, 'store.end');

/** Undefined where this machine has written nothing of it. */
export async function readMark(folder: string): Promise<Mark | undefined> {
  const text = await readFile(fileIn(folder), 'utf8').catch(() => '');
  const [, generation, seq] = /^(\d+) (\d+)\n$/.exec(text) ?? [];
  return seq === undefined ? undefined : { generation: Number(generation), seq: Number(seq) };
}

/** It only helps to notice a store that was put back to an older state: never a reason to stop. */
export async function writeMark(folder: string, { generation, seq }: Mark): Promise<void> {
  await writeFile(fileIn(folder), `${generation} ${seq}\n`, { mode: 0o600 }).catch(() => undefined);
}
