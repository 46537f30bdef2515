import { appendFile, mkdir, readFile, rm, truncate } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Fact } from './fact.ts';

/** What a sync has learned so far, so that one that was cut goes on where it was. */
export interface FactJournal {
  /** What an earlier sync learned before it was cut. */
  readonly facts: readonly Fact[];
  append(facts: readonly Fact[]): Promise<void>;
  /** Forgets all: what was learned is in the catalog now. */
  close(): Promise<void>;
}

function parsed(line: string): Fact[] {
  try {
    return [JSON.parse(line) as Fact];
  } catch {
    return [];
  }
}

/** Opens the journal in this file: one fact a line. A last line that was cut is dropped. */
export async function openFactJournal(path: string): Promise<FactJournal> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const bytes = await readFile(path).catch(() => Buffer.alloc(0));
  const whole = bytes.lastIndexOf('\n') + 1;
  if (whole < bytes.length) await truncate(path, whole);
  const facts = bytes.toString('utf8', 0, whole).split('\n').flatMap(parsed);
  return {
    facts,
    append: (more) =>
      appendFile(path, more.map((fact) => `${JSON.stringify(fact)}\n`).join(''), { mode: 0o600 }),
    close: () => rm(path, { force: true }),
  };
}
