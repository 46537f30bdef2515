import { type Command, prefixed } from '../../lib/command.ts';
import { onPath } from './on-path.ts';
import type { Host, HostReader } from './port.ts';

/**
 * What to put before a program so that whoever serves on its host goes first: `nice` for its processors and, where
 * it is installed, `ionice` for its disks.
 */
export async function lowPriority(host: HostReader): Promise<readonly string[]> {
  const [nice, ionice] = await Promise.all([onPath(host, 'nice'), onPath(host, 'ionice')]);
  return [
    ...(nice ? [nice, '-n', '10'] : []),
    // Best effort, the last of its eight levels: idle alone might wait for ever. `-t`: a kernel that refuses is none of our concern.
    ...(ionice ? [ionice, '-t', '-c', '2', '-n', '7'] : []),
  ];
}

/** A host whose commands all begin with a prefix. */
export function withPrefix(host: Host, prefix: readonly string[]): Host {
  const before = <C extends Pick<Command, 'argv'>>(command: C): C => ({
    ...command,
    argv: prefixed(prefix, command.argv),
  });
  return {
    ...host,
    ask: (command) => host.ask(before(command)),
    run: (command) => host.run(before(command)),
    talk: (command, listener) => host.talk(before(command), listener),
    launch: (program) => host.launch(before(program)),
  };
}

/** Those that go last take longer, and are cut no sooner for it. */
const patienceFactor = 4;

/** A host whose commands leave its processors and disks to whoever serves there, and have more time for that. */
export async function atLowPriority(host: Host): Promise<Host> {
  const its = withPrefix(host, await lowPriority(host));
  const patient = <C extends Pick<Command, 'timeoutMs'>>(command: C): C => ({
    ...command,
    timeoutMs: patienceFactor * command.timeoutMs,
  });
  return { ...its, ask: (command) => its.ask(patient(command)), run: (command) => its.run(patient(command)) };
}
