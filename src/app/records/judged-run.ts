import type { Plan } from '../../core/plan/plan.ts';
import type { RunEvent } from '../../core/run/event.ts';
import type { Damage } from '../../io/journal/damage.ts';
import { type JournalSignature, readSignature } from '../../io/journal/journal-signature.ts';
import { judgeText } from '../../io/journal/journal-text.ts';
import type { Driver, Journal } from '../../io/journal/port.ts';
import { BaiupError } from '../../lib/errors.ts';
import { type Verified, verifyJournal } from './verify-journal.ts';

/** A run's journal as it was at one moment, with what is to be said of it. */
export interface JudgedRun {
  /** Its lines, none of them half written. */
  readonly text: string;
  /** The events in that text; of a damaged journal those that can be believed. */
  readonly events: readonly RunEvent[];
  readonly damage: Damage | undefined;
  readonly driver: Driver | undefined;
  /** Undefined where it is lost. */
  readonly plan: Plan | undefined;
  readonly signature: JournalSignature | undefined;
  readonly verified: Verified;
}

/** Whoever drives the run may be writing its next line. */
const toLastLine = (text: string): string => text.slice(0, text.lastIndexOf('\n') + 1);

/**
 * Reads a run's journal once, so that all that is told of it is told of the same events, also while it goes on.
 * @param signers a file of keys as ssh knows them (`allowed_signers`)
 * @throws BaiupError `run.unknown`, `sign.damaged`
 */
export async function judgedRun(
  journal: Journal,
  typed: string,
  signers: string | undefined,
): Promise<JudgedRun> {
  const reader = await journal.reader(typed);
  // Asked before it is read: what a driver that has ended wrote last is then among its lines.
  const driver = await reader.driver();
  const isDriven = driver !== undefined && driver.life !== 'dead';
  const written = await reader.text();
  const text = isDriven ? toLastLine(written) : written;
  const { events: believed, damage } = await reader.examine();
  const opened = await journal.open(typed).catch((error: unknown) => {
    if (error instanceof BaiupError && error.code === 'run.plan-damaged') return error;
    throw error;
  });
  const plan = opened instanceof BaiupError ? undefined : opened.plan;
  const lostPlan = opened instanceof BaiupError ? { why: opened.message } : undefined;
  const signature = await readSignature(reader);
  const given = { run: reader, text, damage: damage ?? lostPlan, plan, signature, signers, isDriven };
  const events = damage ? believed : judgeText(text, reader).events;
  return { text, events, damage, driver, plan, signature, verified: await verifyJournal(given) };
}
