import type { Wait } from '../../lib/waiting.ts';
import type { Paint } from './paint.ts';
import { longestWait, stillLines } from './still-lines.ts';

/**
 * Steps as they go: one line for each finished one. What is under way is on a live line on a terminal, and elsewhere
 * told every few seconds.
 */
export interface Progress {
  /**
   * Begins a step; called again, gives it another title.
   * @param since milliseconds since the epoch; now unless told
   */
  started(key: string, title: string, since?: number): void;
  finished(key: string, mark: '✓' | '✗' | '!' | '·', line: string, seconds?: number): void;
  /** What the live line begins with, such as a countdown; nothing from now on when undefined. */
  headline(text: (() => string) | undefined): void;
  /** A line between the steps. */
  say(line: string): void;
  stop(): void;
}

interface Options {
  readonly write: (text: string) => void;
  readonly live: boolean;
  readonly columns: number;
  /** Whether what was written has yet to be taken: a line that the next one overwrites is then left out. */
  readonly isBehind: () => boolean;
  readonly quiet: boolean;
  readonly paint: Paint;
  /** What this process waits for. */
  readonly waits: () => Iterable<Wait>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const markStyle = { '✓': 'green', '✗': 'red', '!': 'yellow', '·': 'dim' } as const;
const titleWidth = 52;

/** Milliseconds without a line after which it is told what is under way. */
const silentMs = 5_000;

/** Seconds as an operator reads them: "0.4 s", "38.2 s", "6 m 12 s". */
export function seconds(value: number): string {
  // What is rounded up to a minute is one.
  if (value < 59.95) return `${value.toFixed(1)} s`;
  const whole = Math.round(value);
  return `${Math.floor(whole / 60)} m ${whole % 60} s`;
}

export function startProgress({ now, ...options }: Options): Progress {
  const running = new Map<string, { readonly title: string; readonly since: number }>();
  let frame = 0;
  let headline: (() => string) | undefined;
  let told = now();

  const clear = (): void => {
    if (options.live) options.write('\r\x1b[2K');
  };
  const draw = (): void => {
    if (options.isBehind()) return;
    const width = options.columns - 3;
    const wait = longestWait(options.waits(), now());
    if (running.size === 0 && !headline && wait === undefined) return;
    let text = headline ? `${headline()} · ` : '';
    if (running.size > 1) text += `${running.size} steps: `;
    // However many there are, only as many are looked at as the line has room for.
    for (const { title, since } of running.values()) {
      if (text.length >= width) break;
      text += `${title} ${seconds((now() - since) / 1000)} · `;
    }
    if (wait !== undefined) text += wait;
    frame = (frame + 1) % frames.length;
    options.write(`\r\x1b[2K${frames[frame]} ${text.replace(/ · $/, '').slice(0, width)}`);
  };
  const print = (line: string): void => {
    if (options.quiet) return;
    clear();
    options.write(`${line}\n`);
    told = now();
  };
  const tellStill = (): void => {
    if (now() - told < silentMs || options.isBehind()) return;
    const underWay = { headline: headline?.(), steps: running.values(), waits: options.waits() };
    for (const line of stillLines(underWay, now())) print(line);
  };

  const timer = options.quiet
    ? undefined
    : options.live
      ? setInterval(draw, 120)
      : setInterval(tellStill, 1_000);
  timer?.unref();

  return {
    started: (key, title, since = now()) =>
      void running.set(key, { title, since: running.get(key)?.since ?? since }),
    finished: (key, mark, line, took) => {
      const since = running.get(key)?.since;
      running.delete(key);
      const time = took ?? (since === undefined ? undefined : (now() - since) / 1000);
      const suffix = time === undefined ? '' : ` ${seconds(time).padStart(9)}`;
      print(`${options.paint(markStyle[mark], mark)} ${line.padEnd(titleWidth)}${suffix}`);
    },
    headline: (text) => {
      headline = text;
    },
    say: print,
    stop: () => {
      clearInterval(timer);
      clear();
    },
  };
}
