import { constants } from 'node:os';
import { type Command, type CommandResult, show } from '../../lib/command.ts';
import { BaiupError } from '../../lib/errors.ts';

/** What a command said last, for an error. */
export function failedCommand(host: string, command: Command, result: CommandResult): BaiupError {
  const output = result.stderr.trim() === '' ? result.stdout : result.stderr;
  const last = output.trimEnd().split('\n').slice(-12).join('\n');
  const sentence = `\`${show(command.argv)}\` on ${host} ${ending(result.exitCode)}`;
  return new BaiupError('command.failed', last === '' ? sentence : `${sentence}:\n${last}`);
}

function ending(exitCode: number): string {
  const signal = Object.entries(constants.signals).find(([, number]) => number === exitCode - 128);
  return signal ? `was ended by ${signal[0]}` : `ended with exit code ${exitCode}`;
}

export function lateCommand(host: string, command: Command): BaiupError {
  const seconds = command.timeoutMs / 1000;
  return new BaiupError(
    'command.deadline',
    `\`${show(command.argv)}\` on ${host} was cut after ${seconds} s: it had not ended`,
  );
}

export function missingProgram(host: string, program: string, why: string): BaiupError {
  return new BaiupError('command.missing', `\`${program}\` could not be started on ${host}: ${why}`, {
    hint: `install it on ${host}, or put it on PATH there`,
  });
}
