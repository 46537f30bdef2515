import type { StepLogs } from '../../../app/actions/logs.ts';
import type { RunEvent } from '../../../core/run/event.ts';
import { visibleJson, visibleLine } from '../../../lib/visible.ts';
import { seconds } from '../progress.ts';

type StepEvent = Extract<RunEvent, { step: string }>;

function failureText({
  message,
  hint,
}: {
  readonly message: string;
  readonly hint?: string | undefined;
}): string {
  return [message, ...(hint ? [`Next: ${hint}`] : [])].join('\n    ').split('\n').map(visibleLine).join('\n');
}

/** What happened, in a few words. */
function happened(event: StepEvent): string {
  switch (event.kind) {
    case 'approval.asked':
      return `waits for approval: ${event.how}`;
    case 'approval.given':
      return `${event.who} approved it (${event.by})`;
    case 'step.started':
      return 'begun';
    case 'step.probed':
      return `found ${event.state}`;
    case 'step.finished':
      return `done in ${seconds(event.seconds)}${resultText(event.result)}`;
    case 'step.failed':
      return `failed after ${seconds(event.seconds)}: ${failureText(event.failure)}`;
    case 'step.undoing':
      return 'being undone';
    case 'step.undone':
      return `undone in ${seconds(event.seconds)}${resultText(event.result)}`;
    case 'step.undo-failed':
      return `not undone after ${seconds(event.seconds)}: ${failureText(event.failure)}`;
    case 'step.undo-lost':
      return 'was undone, and what came of it is lost: to be undone again';
    case 'step.done-again':
      return `done again on the way back, in ${seconds(event.seconds)}`;
    default:
      return event satisfies never;
  }
}

const resultText = (result: unknown): string => (result === undefined ? '' : `\n    ${visibleJson(result)}`);

export function stepEventLine(event: RunEvent): string {
  return 'step' in event ? `  ${event.at.slice(0, 19)}Z  ${happened(event)}` : '';
}

export function stepLogsText({ run, step, events, evidence }: StepLogs): string {
  const [first] = events;
  const title = first && 'step' in first ? first.title : '';
  return [
    `${run}   ${step}   ${title}`,
    ...events.map(stepEventLine),
    ...evidence.flatMap(({ file, tail }) => [
      '',
      `  ${file}`,
      ...tail.split('\n').map((line) => `    ${visibleLine(line)}`),
    ]),
  ].join('\n');
}
