import { servicesDown } from '../../src/core/run/services-down.ts';
import type { RunView } from '../../src/core/run/view.ts';
import { waitingSteps } from '../../src/core/run/waiting.ts';
import type { ShownState } from '../../src/ui/server/wire.ts';
import { firstNames } from './plural.ts';

/**
 * How much a run wants of whoever looks at it. `quiet`: nothing; `good`: it is done; `needs`: it waits for somebody;
 * `bad`: something went wrong.
 */
export type Tone = 'quiet' | 'good' | 'needs' | 'bad';

const titles: Readonly<Record<ShownState, string>> = {
  running: 'Running',
  undoing: 'Going back',
  stopped: 'Stopped',
  cut: 'Nobody drives it',
  done: 'Done',
  failed: 'Not upgraded',
  'rolled-back': 'Back',
  broken: 'Not back yet',
  damaged: 'Its journal is damaged',
};

export interface RunWords {
  readonly tone: Tone;
  readonly title: string;
  /** What is so now, and what can be done about it. */
  readonly says: string;
}

const lastDone = ({ hops, from }: RunView): string =>
  hops.filter(({ state }) => state === 'done').at(-1)?.to ?? from;

function downWords(view: RunView): string {
  const down = servicesDown(view);
  if (down.length === 0) return 'Every service that it stopped runs again, or none was stopped.';
  return `The service is DOWN: ${firstNames(down)} ${down.length === 1 ? 'is' : 'are'} stopped.`;
}

function stoppedWords(view: RunView): RunWords {
  if (waitingSteps(view).length > 0)
    return {
      tone: 'needs',
      title: 'Waits for your approval',
      says: `Nothing more is done before. ${downWords(view)}`,
    };
  if (view.stoppedWave) {
    const { name, members } = view.stoppedWave;
    return {
      tone: 'bad',
      title: `Stopped: ${name} failed`,
      says: `${firstNames(members)} failed. Waves before it keep ${view.to}.`,
    };
  }
  const { who, why } = view.asked ?? { who: 'somebody', why: 'no reason is known' };
  return {
    tone: 'needs',
    title: titles.stopped,
    says: `As ${who} asked: ${why}. ${downWords(view)} It can go on, or go back.`,
  };
}

/** Whether services are away for longer than the upper end of what was foreseen. */
export function isLate({ downtime, hops, state }: RunView, now: number): boolean {
  const high = hops.find((hop) => hop.state !== 'done' && hop.state !== 'todo')?.predictedRange?.[1];
  if (downtime.since === undefined || high === undefined || state === 'undoing') return false;
  return (now - Date.parse(downtime.since)) / 1000 > high;
}

/** A run's state in a few words and a sentence. @param shown by the server, which knows whether somebody drives it */
export function wordsOf(view: RunView, shown: ShownState = view.state): RunWords {
  const { cluster, from, to } = view;
  const title = titles[shown];
  switch (shown) {
    case 'running':
      if (waitingSteps(view).length > 0) return stoppedWords(view);
      if (view.window?.turnPassed) {
        const says = 'The last moment to turn round has passed: going back from here ends after the window.';
        return { tone: 'needs', title, says };
      }
      return {
        tone: 'quiet',
        title,
        says: view.asked ? `${view.asked.who} asked it to stop after the running steps.` : '',
      };
    case 'undoing':
      return { tone: 'bad', title, says: whyBack(view) };
    case 'stopped':
      return stoppedWords(view);
    case 'cut':
      return {
        tone: 'bad',
        title,
        says: `Its driver ended without a message. ${downWords(view)} It can go on, or go back.`,
      };
    case 'done':
      return { tone: 'good', title, says: `${cluster} runs ${to}.` };
    case 'failed':
      return {
        tone: 'bad',
        title,
        says: `${cluster} runs ${lastDone(view)} again; what was changed in database and etcd is restored.`,
      };
    case 'rolled-back':
      return {
        tone: 'good',
        title,
        says: `${cluster} runs ${from} again; what the run changed in database and etcd is restored.`,
      };
    case 'broken':
      return {
        tone: 'bad',
        title,
        says: `${cluster} does not serve ${lastDone(view)} yet. Fix the cause, then roll back: only what is left is done. ${downWords(view)}`,
      };
    case 'damaged':
      return { tone: 'bad', title, says: 'Only going back is left to it.' };
    default:
      return shown satisfies never;
  }
}

function whyBack({ goingBack, asked, failure }: RunView): string {
  if (goingBack === 'rollback') return 'Everything that it did is taken back, through all its hops.';
  if (goingBack === 'abort') return `${asked?.who ?? 'Somebody'} asked it to go back to where the hop began.`;
  return `A step failed${failure ? `: ${failure.message}` : ''}. The hop goes back to where it began.`;
}
