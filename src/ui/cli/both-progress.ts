import type { Progress } from './progress.ts';

/** Tells two at once. */
export const bothProgress = (one: Progress, other: Progress): Progress => ({
  started: (...given) => {
    one.started(...given);
    other.started(...given);
  },
  finished: (...given) => {
    one.finished(...given);
    other.finished(...given);
  },
  headline: (text) => {
    one.headline(text);
    other.headline(text);
  },
  say: (line) => {
    one.say(line);
    other.say(line);
  },
  stop: () => {
    one.stop();
    other.stop();
  },
});
