import { FarFailure } from './far-call.ts';
import type { FrameHeader } from './far-frames.ts';

/** Milliseconds that a far end may take for something short. */
export const shortMs = 60_000;

/** For something as large as a disk, and beyond a deadline that it knows. */
const [longMs, slackMs] = [1_800_000, 30_000];

const long = new Set(['copy', 'move', 'remove', 'sha256', 'upload', 'download']);

/**
 * Milliseconds after which nobody waits for a request any longer: signs of life say that the far end is there, not that
 * its disk or its `sudo` answers. Undefined for what has a life of its own: a connection, a program that is talked with.
 */
export function patienceFor(header: FrameHeader): number | undefined {
  const { do: verb, ms, tell, turn, of } = header;
  if (verb === 'dial' || tell === true) return undefined;
  const waits = (turn ?? (verb === 'turn' ? of : undefined)) as { readonly wait?: number } | undefined;
  const own = typeof ms === 'number' ? ms + slackMs : long.has(String(verb)) ? longMs : shortMs;
  return own + (waits?.wait ?? 0);
}

export function silentFailure({ do: verb, path, of }: FrameHeader, ms: number): FarFailure {
  const [first] = verb === 'batch' ? (of as FrameHeader[]) : [];
  const what = [first?.['do'] ?? verb, first?.['path'] ?? path]
    .filter((word) => word !== undefined)
    .join(' ');
  const message = `nothing has come of "${what}" within ${Math.round(ms / 1000)} s`;
  return new FarFailure({ code: 'silent', message });
}
