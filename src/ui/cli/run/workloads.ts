import { workloads as readWorkloads, type WorkloadsAnswer } from '../../../app/actions/workloads.ts';
import type { FateName } from '../../../core/workloads/fate.ts';
import type { SessionFilter } from '../../../core/workloads/session-filter.ts';
import { type GroupedBy, sessionGroups } from '../../../core/workloads/session-groups.ts';
import { totalsWords } from '../../../core/workloads/totals-words.ts';
import type { UnmetWord } from '../../../core/workloads/unmet-words.ts';
import { visible, visibleJson } from '../../../lib/visible.ts';
import type { CommonFlags } from '../context.ts';
import { type IntendedFlags, intended } from '../intended.ts';
import type { Outcome } from '../outcome.ts';
import type { Terminal } from '../terminal.ts';
import { groupedCsv, groupedText } from '../views/workloads/grouped.ts';
import { tally } from '../views/workloads/tally.ts';
import { fromLines, textPieces } from '../views/workloads/text-pieces.ts';
import { csvPieces, headOf, jsonlPieces, jsonPieces } from '../views/workloads/workloads-pieces.ts';
import { warnOfUnmet } from '../warn-of-unmet.ts';

export interface WorkloadsFlags extends CommonFlags, IntendedFlags {
  readonly owner: readonly string[];
  readonly project: readonly string[];
  readonly image: readonly string[];
  readonly label: readonly string[];
  readonly kind: readonly string[];
  readonly status: readonly string[];
  readonly agent: readonly string[];
  readonly resourceGroup: readonly string[];
  readonly session: readonly string[];
  readonly pending: boolean;
  /** Seconds. */
  readonly olderThan?: number;
  readonly fate?: readonly FateName[];
  readonly by?: GroupedBy;
  readonly source?: 'api' | 'database';
}

function filterOf(flags: WorkloadsFlags): SessionFilter {
  const { owner, project, image, label, kind, status, agent, resourceGroup, session, pending, olderThan } =
    flags;
  const words = { owner, project, image, label, kind, status, agent, resourceGroup, session };
  return { ...words, pending, ...(olderThan === undefined ? {} : { olderThan }) };
}

/** What is no word of its own. */
const wordsOf: Readonly<Partial<Record<keyof SessionFilter, string>>> = {
  resourceGroup: 'resource group',
  session: 'id or name',
};

const isWhole = ({ pending, olderThan, ...words }: SessionFilter): boolean =>
  !pending && olderThan === undefined && Object.values(words).every((each) => each.length === 0);

/** What becomes of sessions is told where it is asked for. */
function intendedIn(flags: WorkloadsFlags) {
  const { drain, guard, fate = [], by } = flags;
  const isAsked = drain.length + guard.length + fate.length > 0 || by === 'fate';
  return isAsked ? { intended: intended(flags), fates: fate } : {};
}

/** Waits for the first piece: what fails until then is told as of any other command. */
async function begun(pieces: AsyncIterable<string>): Promise<AsyncIterable<string>> {
  const rest = pieces[Symbol.asyncIterator]();
  const first = await rest.next();
  return (async function* () {
    try {
      if (first.done !== true) yield first.value;
      yield* { [Symbol.asyncIterator]: () => rest };
    } finally {
      await rest.return?.();
    }
  })();
}

async function grouped(answer: WorkloadsAnswer, by: GroupedBy, terminal: Terminal): Promise<string> {
  const groups = sessionGroups(by);
  const counted = tally();
  for await (const batch of answer.sessions()) {
    groups.add(batch);
    counted.add(batch);
  }
  const all = groups.all();
  switch (terminal.format) {
    case 'csv':
      return groupedCsv(by, all);
    case 'jsonl':
      return [...all.map((group) => ({ group })), { end: { totals: counted.totals() } }]
        .map((line) => `${visibleJson(line)}\n`)
        .join('');
    case 'json':
      return `${visibleJson({ ...headOf(answer), by, groups: all, totals: counted.totals() })}\n`;
    default: {
      const end = [`Sessions: ${totalsWords(counted.totals())}.`, ...fromLines(answer, terminal.paint)];
      return `${[...groupedText(by, all, terminal.paint), ...end].join('\n')}\n`;
    }
  }
}

function piecesOf(
  answer: WorkloadsAnswer,
  { filter, fates }: { readonly filter: SessionFilter; readonly fates: readonly FateName[] },
  terminal: Terminal,
): AsyncIterable<string> {
  const { format, verbose, paint } = terminal;
  if (format === 'csv') return csvPieces(answer);
  if (format === 'jsonl') return jsonlPieces(answer);
  if (format === 'json') return jsonPieces(answer);
  return textPieces(answer, { whole: isWhole(filter) && fates.length === 0, verbose }, paint);
}

export async function workloads(terminal: Terminal, flags: WorkloadsFlags): Promise<Outcome> {
  const filter = filterOf(flags);
  const { clusterFile, interrupted: signal } = terminal;
  const onUnmet = ({ of, word }: UnmetWord): void =>
    terminal.warn(`no session has the ${wordsOf[of] ?? of} ${visible(word)}`);
  const answer = await readWorkloads({
    ...{ clusterFile, filter, from: flags.source, onUnmet, onUnmetGuard: warnOfUnmet(terminal), signal },
    ...intendedIn(flags),
  });
  const one = async function* (): AsyncIterable<string> {
    if (flags.by !== undefined) yield await grouped(answer, flags.by, terminal);
  };
  const pieces =
    flags.by === undefined ? piecesOf(answer, { filter, fates: flags.fate ?? [] }, terminal) : one();
  return { json: undefined, text: '', pieces: await begun(pieces) };
}
