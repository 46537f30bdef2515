import { StringDecoder } from 'node:string_decoder';
import { type Command, type CommandResult, programOf } from '../../lib/command.ts';
import { waiting } from '../../lib/waiting.ts';
import { commandEnvironment, revealed } from './command-environment.ts';
import { failedCommand, lateCommand, missingProgram } from './command-errors.ts';
import { FarFailure } from './far-call.ts';
import { ChannelCut } from './far-channel.ts';
import type { FarDoor } from './far-door.ts';
import { connectionLost, type FarFacts } from './far-link.ts';
import type { Host } from './port.ts';
import type { LivingProcess, TalkListener } from './process-port.ts';
import { onFile } from './refusal.ts';

type ProgramVerbs = 'ask' | 'run' | 'talk' | 'launch' | 'processes' | 'signal';
type Side = Parameters<Parameters<FarDoor['changing']>[0]>[0];

const [sigterm, sigkill] = [15, 9];

interface Ended {
  readonly exit: number;
  readonly late: boolean;
  readonly ms: number;
}

function runHeader(facts: FarFacts, { argv, cwd, env }: Pick<Command, 'argv' | 'cwd' | 'env'>) {
  const told = commandEnvironment(facts.variables, env);
  return { do: 'run', argv, env: told, ...(cwd === undefined ? {} : { cwd }) };
}

/** Where a program of a host could not be started, says so. */
async function startedOn<T>(host: string, program: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof FarFailure && error.code === 'missing')
      throw missingProgram(host, program, error.message);
    throw error;
  }
}

async function execute({ facts, call }: Side, host: string, command: Command): Promise<CommandResult> {
  const { input, timeoutMs: ms, signal } = command;
  signal?.throwIfAborted();
  const printed: [Uint8Array[], Uint8Array[]] = [[], []];
  const out = (stream: number, data: Uint8Array): void => void printed[stream === 1 ? 0 : 1].push(data);
  const header = { ...runHeader(facts, command), ms, input: input !== undefined };
  const running = call(header, Buffer.from(revealed(input ?? '')), { out });
  const cut = (): void => running.cut(sigterm);
  signal?.addEventListener('abort', cut, { once: true });
  try {
    const ended = (await running.done).ok as Ended;
    signal?.throwIfAborted();
    if (ended.late) throw lateCommand(host, command);
    const [stdout, stderr] = printed.map((parts) => Buffer.concat(parts).toString()) as [string, string];
    return { exitCode: ended.exit, stdout, stderr, durationMs: ended.ms };
  } finally {
    signal?.removeEventListener('abort', cut);
  }
}

/** Hands on whole lines of what comes in pieces, and at the end what is left. */
function wholeLines(line: TalkListener['line']) {
  const decoder = new StringDecoder();
  let rest = '';
  return {
    add: (data: Uint8Array): void => {
      const lines = (rest + decoder.write(Buffer.from(data))).split('\n');
      rest = lines.pop() ?? '';
      for (const each of lines) line(each);
    },
    end: (): void => {
      if (rest !== '') line(rest);
      rest = '';
    },
  };
}

const talk = (door: FarDoor): Host['talk'] => {
  return (command, listener) =>
    startedOn(door.host, command.argv[0], () =>
      door.changing(async ({ facts, call }) => {
        const lines = wholeLines(listener.line);
        const complaints = new StringDecoder();
        const begun = Promise.withResolvers<number>();
        const talking = call({ ...runHeader(facts, command), tell: true, input: true }, undefined, {
          out: (stream, data) => {
            if (stream === 1) lines.add(data);
            else listener.error(complaints.write(Buffer.from(data)));
          },
          news: ({ pid }) => begun.resolve(Number(pid)),
        });
        let isOver = false;
        const ended = talking.done.then(
          ({ ok }) => (ok as Ended).exit,
          (error: unknown) => {
            begun.reject(error);
            throw error instanceof ChannelCut ? connectionLost(door.host, error) : error;
          },
        );
        const over = (): void => {
          isOver = true;
          lines.end();
        };
        ended.then(over, over);
        return {
          pid: await begun.promise,
          say: (line) => void talking.tell(Buffer.from(`${line}\n`)).catch(() => undefined),
          ended,
          kill: async () => {
            if (!isOver) talking.cut(sigkill);
            await ended.catch(() => undefined);
          },
        };
      }),
    );
};

/** What a host at the far end of a channel does with programs. */
export function farPrograms(door: FarDoor): Pick<Host, ProgramVerbs> {
  const { host } = door;
  const on = (verb: 'reading' | 'changing', command: Command): Promise<CommandResult> => {
    const what = `${programOf(command.argv)} on ${host} to end`;
    return waiting({ what, timeoutMs: command.timeoutMs }, () =>
      startedOn(host, command.argv[0], () => door[verb]((side) => execute(side, host, command))),
    );
  };
  return {
    ask: (command) => on('reading', command),
    run: async (command) => {
      const result = await on('changing', command);
      if (result.exitCode !== 0) throw failedCommand(host, command, result);
      return result;
    },
    talk: talk(door),
    launch: (program) =>
      onFile(host, program.log, () =>
        startedOn(host, program.argv[0], () =>
          door.changing(async ({ call }) => {
            const { ok } = await call({ do: 'launch', ...program }).done;
            return (ok as { pid: number }).pid;
          }),
        ),
      ),
    processes: (of) =>
      door.reading(async (side) => {
        const found = (await side.ask({ do: 'processes', of })).ok as Omit<LivingProcess, 'boot'>[];
        return found.map((each) => ({ ...each, boot: side.facts.boot }));
      }),
    signal: async (pids, signal) => {
      const send = () => door.changing((side) => side.call({ do: 'signals', pids, signal }).done);
      await onFile(host, `process ${pids.join(', ')}`, send);
    },
  };
}
