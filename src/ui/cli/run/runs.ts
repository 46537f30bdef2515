import { findDumps } from '../../../app/actions/find-dumps.ts';
import { verifyRun } from '../../../app/actions/verify-run.ts';
import { eventsOf, followRun } from '../../../app/live/follow-run.ts';
import type { WholeRun } from '../../../app/records/known-run.ts';
import { planNow } from '../../../app/records/plan-now.ts';
import { runCopies } from '../../../app/records/run-copies.ts';
import { runDumps } from '../../../app/records/run-dumps.ts';
import { runJournal } from '../../../app/records/run-journal.ts';
import { allRuns, runNamed } from '../../../app/records/runs.ts';
import { visibleJson } from '../../../lib/visible.ts';
import type { CommonFlags } from '../context.ts';
import type { Outcome } from '../outcome.ts';
import type { Terminal } from '../terminal.ts';
import { damagedJson, damagedText } from '../views/damaged-run.ts';
import { copyLines, dumpLines } from '../views/dumps.ts';
import { planText } from '../views/plan.ts';
import { runText } from '../views/run.ts';
import { runDocument } from '../views/run-document.ts';
import { runsJson, runsText } from '../views/runs.ts';
import { verifiedExit, verifiedJson, verifiedText } from '../views/verified.ts';
import { following } from './following.ts';

export interface ShowFlags extends CommonFlags {
  readonly follow: boolean;
  readonly dumps: boolean;
  readonly verify: boolean;
  readonly signers?: string;
}

export async function runs(_terminal: Terminal, _flags: CommonFlags): Promise<Outcome> {
  const known = await allRuns();
  return { json: runsJson(known), text: runsText(known) };
}

/** What it does, as it goes, until nobody drives it or the watching ends. */
async function followHere(terminal: Terminal, run: string): Promise<void> {
  const reader = await runJournal().reader(run);
  await followRun(reader, following(terminal, run));
}

/** Events of a run, one JSON document a line: what its journal holds, and with --follow what comes. */
async function eventLines(terminal: Terminal, { follow }: ShowFlags, run: string): Promise<Outcome> {
  const reader = await runJournal().reader(run);
  const signal = follow ? following(terminal, run).signal : terminal.interrupted;
  async function* pieces(): AsyncGenerator<string> {
    for await (const events of eventsOf(reader, { signal, follow }))
      yield events.map((event) => `${visibleJson(event)}\n`).join('');
  }
  return { json: null, text: '', pieces: pieces() };
}

async function foundDumps(known: WholeRun, clusterFile: string | undefined) {
  const { texts } = await runJournal().reader(known.run);
  return findDumps({ ...known, texts }, clusterFile);
}

/** A run, or a plan's file by what is known now: one that was rehearsed since it was made tells more. */
export async function show(terminal: Terminal, flags: ShowFlags, what: string): Promise<Outcome> {
  if (flags.verify) {
    const verified = await verifyRun(what, flags.signers);
    return {
      json: verifiedJson(verified),
      text: verifiedText(verified, terminal.paint),
      exit: verifiedExit(verified),
    };
  }
  if (what.endsWith('.json')) {
    const { plan, rehearsed } = await planNow(what);
    return { json: plan, text: planText(plan, rehearsed, terminal.paint) };
  }
  if (terminal.format === 'jsonl') return eventLines(terminal, flags, what);
  if (flags.follow) await followHere(terminal, what);
  const known = await runNamed(what);
  if (known.kind === 'damaged') return { json: damagedJson(known), text: damagedText(known, terminal.paint) };
  const dumps = flags.dumps ? await foundDumps(known, terminal.clusterFile) : runDumps(known);
  const copies = runCopies(known);
  const json = runDocument(known, dumps);
  const text = [runText(known, terminal.paint), ...dumpLines(dumps), ...copyLines(known.run, copies)].join(
    '\n',
  );
  return { json, text };
}
