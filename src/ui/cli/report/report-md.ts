import type { RunEvent } from '../../../core/run/event.ts';
import { visible } from '../../../lib/visible.ts';
import type { ReportData } from '../../server/report-data.ts';

/** Texts of the command line, as a report in Markdown shows them. */
export interface ReportTexts {
  readonly plan: string | undefined;
  readonly receipt: string | undefined;
  readonly run: string | undefined;
  readonly journal: string | undefined;
}

/** Longer than any row of backticks in the text, so nothing in it ends the block. */
function fenced(text: string): string[] {
  const longest = [...text.matchAll(/`+/g)].reduce((most, [row]) => Math.max(most, row.length), 2);
  const fence = '`'.repeat(longest + 1);
  return [`${fence}text`, text.replace(/^\n+|\n+$/g, ''), fence, ''];
}

const section = (title: string, text: string | undefined): string[] =>
  text === undefined || text.trim() === '' ? [] : [`## ${title}`, '', ...fenced(text)];

const cell = (text: string): string => visible(text).replaceAll('|', '\\|');

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---|').join('')}`, ...rows.map(line), ''];
}

/** Who said what in a run. */
function acts(events: readonly RunEvent[]): string[][] {
  return events.flatMap((event): string[][] => {
    const { at } = event;
    switch (event.kind) {
      case 'run.started': {
        const accepted = event.accepted.length === 0 ? '' : `, accepting ${event.accepted.join(', ')}`;
        return [[at, event.who, `began the run${accepted}`]];
      }
      case 'run.resumed':
        return [[at, event.who, 'went on with it']];
      case 'approval.given':
        return [[at, event.who, `approved "${event.title}" (${event.by})`]];
      case 'run.asked':
        return [[event.askedAt, event.who, `asked for ${event.what}: ${event.why}`]];
      case 'undo.started':
        return [[at, event.who, `went back: ${event.why}`]];
      case 'run.forgetting':
        return [[at, event.who, 'had what it keeps removed']];
      default:
        return [];
    }
  });
}

const quoted = (text: string): string => text.replace(/^/gm, '    ');

/** A report as Markdown, for tickets and reviews. */
export function reportMd(data: ReportData, texts: ReportTexts): string {
  const { kind, plan, view, id, made, baiup, evidence, hashes, seal, state, events } = data;
  const what = view ?? plan;
  const title = kind === 'run' ? `Run ${view?.run ?? ''} (${id})` : `Plan ${plan?.id}`;
  const head = what ? `${what.cluster}: ${what.from} → ${what.to}` : 'nothing of it can be read';
  const said = acts(events);
  return [
    `# ${visible(title)}`,
    '',
    `${visible(head)}${state === null ? '' : `, ${state}`}. Made ${made} by baiup ${baiup}.`,
    '',
    ...(said.length > 0 ? ['## Who did what', '', ...table(['when', 'who', 'what'], said)] : []),
    ...section('Run', texts.run),
    ...section('Plan', texts.plan),
    ...section('Rehearsal', texts.receipt),
    ...(evidence.length > 0 ? ['## Evidence of failures', ''] : []),
    ...evidence.flatMap(({ step, file, tail }) => [
      `### ${visible(step)}: ${visible(file)}`,
      '',
      ...fenced(tail),
    ]),
    ...(hashes.length > 0 ? ['## Hashes', ''] : []),
    ...(hashes.length > 0
      ? table(
          ['what', 'name', 'SHA-256'],
          hashes.map((each) => [each.what, each.name, each.sha256]),
        )
      : []),
    ...(seal && texts.journal !== undefined ? ['## Journal', '', quoted(texts.journal), ''] : []),
  ].join('\n');
}
