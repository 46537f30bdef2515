import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import type { Journal } from './port.ts';
import { simulatedJournal } from './simulated-journal.ts';

/** For a test's file: each test has a journal of its own, in a folder that goes with it. */
export function ownJournal(): () => Journal {
  let own: { readonly journal: Journal; readonly folder: string } | undefined;
  beforeEach(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'baiup-engine-'));
    own = { folder, journal: simulatedJournal(() => new Date(), folder) };
  });
  afterEach(async () => {
    if (own) await rm(own.folder, { recursive: true, force: true });
  });
  return () => {
    if (own === undefined) throw new Error('a journal is there while a test runs');
    return own.journal;
  };
}
