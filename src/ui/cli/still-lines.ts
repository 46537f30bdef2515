import { shortList } from '../../lib/short-list.ts';
import { visible } from '../../lib/visible.ts';
import type { Wait } from '../../lib/waiting.ts';

/** Times in milliseconds since the epoch. */
export interface UnderWay {
  /** What the live line begins with, such as a countdown. */
  readonly headline: string | undefined;
  readonly steps: Iterable<{ readonly title: string; readonly since: number }>;
  readonly waits: Iterable<Wait>;
}

/** Whatever has lasted less is not worth a line, in milliseconds. */
const shortMs = 2_000;
const most = 3;

const clock = (at: number): string => new Date(at).toISOString().slice(11, 19);

function waitText({ what, since, until, trouble }: Wait): string {
  const why = trouble();
  return `waits for ${what}, since ${clock(since)}, at most until ${clock(until)}${why ? `: ${why}` : ''}`;
}

/** In one line. What is waited for may have a name that somebody typed, or a program's words. */
const waitLine = (wait: Wait): string => visible(waitText(wait).replaceAll('\n', ' '));

/** The first few that have lasted a while, and how many others have. */
function lasting<T extends { readonly since: number }>(all: Iterable<T>, now: number) {
  const old = [...all].filter(({ since }) => now - since >= shortMs);
  return { shown: old.slice(0, most), more: Math.max(0, old.length - most) };
}

/** Of those who wait for the same, the one that has waited the longest. */
function oneOfEach(waits: Iterable<Wait>): Iterable<Wait> {
  const first = new Map<string, Wait>();
  for (const wait of waits) if (!first.has(wait.what)) first.set(wait.what, wait);
  return first.values();
}

/** For an output that no line can be drawn on again: what is done now, and what is waited for; empty where nothing is. */
export function stillLines({ headline, steps, waits }: UnderWay, now: number): string[] {
  const running = lasting(steps, now);
  const waited = lasting(oneOfEach(waits), now);
  if (running.shown.length + waited.shown.length === 0 && headline === undefined) return [];
  const titles = running.shown.map(
    ({ title, since }) => `${title} (for ${Math.round((now - since) / 1000)} s)`,
  );
  const others = running.more > 0 ? ` and ${running.more.toLocaleString('en')} more steps` : '';
  const doing = titles.length > 0 ? [`${shortList(titles)}${others}`] : [];
  const said = [...(headline === undefined ? [] : [headline]), ...doing].join(' · ');
  return [
    `… ${clock(now)} ${said || 'still waiting'}`,
    ...waited.shown.map((wait) => `    ${waitLine(wait)}`),
    ...(waited.more > 0 ? [`    and for ${waited.more.toLocaleString('en')} others`] : []),
  ];
}

/** For the live line: what has been waited for the longest. */
export function longestWait(waits: Iterable<Wait>, now: number): string | undefined {
  for (const wait of waits) return now - wait.since >= shortMs ? waitLine(wait) : undefined;
  return undefined;
}
