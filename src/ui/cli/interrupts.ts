import { setTimeout as delay } from 'node:timers/promises';
import { exitCode } from '../../lib/errors.ts';
import type { Outlet } from './outlet.ts';
import { type Standing, standingLines } from './standing.ts';

/** What a command does that must not end in the middle, as it is told to whoever interrupts it. */
export interface UnderWay {
  /** What the first Ctrl-C comes to. */
  readonly word: () => Promise<string>;
  /** How things stand where a second one cuts. */
  readonly standing: () => Promise<Standing>;
}

/** Why a command should come to its end now. */
export interface Interruption {
  readonly why: string;
  /** ISO 8601. */
  readonly at: string;
  /** Its terminal is gone: a run that has stopped a service goes on without. */
  readonly untilStop?: true;
}

export interface Interrupts {
  /** Fires at the first Ctrl-C, and once the terminal is gone. */
  readonly signal: AbortSignal;
  readonly current: () => Interruption | undefined;
  /** Says what must not end in the middle; until then Ctrl-C ends the command at once. */
  readonly underWay: (what: UnderWay) => void;
  /** How things stand where the command ends now. */
  readonly standing: () => Promise<Standing>;
  /** The terminal, or whoever read what is written, is gone. */
  readonly lose: (why: string) => void;
}

/** A journal that cannot be read must not keep anybody from leaving. */
const patienceMs = 2000;

const unchanged: Standing = { left: 'nothing was changed', next: 'the same command again' };
const unknown: Standing = { left: 'how far it came is not known here', next: 'the same command again' };

/** Ctrl-C once asks for an end in good order; twice cuts (130). A lost terminal counts as the first. */
export function interruptsOf(target: NodeJS.Process, stderr: () => Outlet): Interrupts {
  const controller = new AbortController();
  let pressed: Interruption | undefined;
  let lost: Interruption | undefined;
  let under: UnderWay | undefined;
  const say = (text: string): void => stderr().write(`\n${text}\n`);
  const now = (): string => new Date().toISOString();

  const standing = async (): Promise<Standing> =>
    under ? Promise.race([under.standing(), delay(patienceMs, unknown)]) : unchanged;
  const cut = async (): Promise<void> => {
    say([under ? '✗ cut' : '✗ interrupted', ...standingLines(await standing())].join('\n'));
    target.exit(exitCode.interrupted);
  };
  const leave = (): void => {
    cut().catch(() => target.exit(exitCode.interrupted));
  };
  let presses = 0;
  const onSignal = (name: string): void => {
    presses += 1;
    if (presses > 2) target.exit(exitCode.interrupted);
    if (presses > 1 || !under) {
      leave();
      return;
    }
    pressed = { why: name === 'SIGINT' ? 'Ctrl-C' : name, at: now() };
    controller.abort();
    under.word().then(say, () => say('Ending in order. Ctrl-C again cuts.'));
  };
  const lose = (why: string): void => {
    lost ??= { why, at: now(), untilStop: true };
    controller.abort();
  };
  target.on('SIGINT', onSignal);
  target.on('SIGTERM', onSignal);
  // Node.js takes every signal back from `nohup`; bin/baiup has looked before.
  target.on('SIGHUP', () => {
    if (target.env['BAIUP_HANGUP'] !== 'ignored') lose('its terminal was closed');
  });
  return {
    signal: controller.signal,
    current: () => pressed ?? lost,
    underWay: (what) => {
      under = what;
    },
    standing,
    lose,
  };
}
