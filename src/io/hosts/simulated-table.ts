import { constants } from 'node:os';
import type { Command } from '../../lib/command.ts';
import { missingProgram } from './command-errors.ts';
import { lineQueue } from './line-queue.ts';
import type { LivingProcess, ProcessQuestion } from './process-port.ts';
import type { SimulatedFiles } from './simulated-file.ts';
import { programNamed, type SimulatedProgram } from './simulated-process.ts';

export interface ProgramHolder {
  readonly name: string;
  readonly files: SimulatedFiles;
  readonly programs: Readonly<Record<string, SimulatedProgram>>;
  readonly boot: string;
}

interface Start {
  readonly argv: Command['argv'];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly print: (text: string) => void;
  readonly complain: (text: string) => void;
  /** Of the process that forked it; its own unless told. */
  readonly group?: number;
}

interface RunningProgram {
  readonly facts: LivingProcess;
  readonly env: Start['env'];
  readonly input: ReturnType<typeof lineQueue>;
  /** Its exit code as shells count it. */
  readonly ended: Promise<number>;
  send(signal: NodeJS.Signals): void;
}

function isOf({ facts, env }: RunningProgram, of: ProcessQuestion): boolean {
  if ('pid' in of) return facts.pid === of.pid;
  return 'group' in of ? facts.group === of.group : env[of.variable] === of.value;
}

/** The processes of a simulated host that live. */
export function processTable({ name, files, programs, boot }: ProgramHolder) {
  const table = new Map<number, RunningProgram>();
  let last = 100;

  const begin = (program: SimulatedProgram, start: Start): RunningProgram => {
    last += 1;
    const pid = last;
    const { argv, cwd, env, print, complain, group = pid } = start;
    const ignored = new Set<NodeJS.Signals>();
    const ender = new AbortController();
    const killed = new Promise<number>((resolve) => {
      const code = () => 128 + constants.signals[ender.signal.reason as NodeJS.Signals];
      ender.signal.addEventListener('abort', () => resolve(code()), { once: true });
    });
    const input = lineQueue();
    const self = {
      ...{ argv, cwd, env, files, input: input.lines, print, complain, ended: ender.signal },
      ignore: (signal: NodeJS.Signals) => void ignored.add(signal),
      fork: (child: SimulatedProgram) => void begin(child, { ...start, group }),
    };
    const main = Promise.resolve().then(() => program(self));
    const running = {
      facts: { pid, parent: 1, group, session: group, startTicks: pid, boot },
      ...{ env, input },
      ended: Promise.race([killed, main]).finally(() => table.delete(pid)),
      send: (signal: NodeJS.Signals): void => {
        if (signal === 'SIGKILL' || !ignored.has(signal)) ender.abort(signal);
      },
    };
    table.set(pid, running);
    return running;
  };

  return {
    /** @throws BaiupError `command.missing` */
    start: (start: Start): RunningProgram => {
      const program = programNamed(start.argv[0], programs);
      if (!program) throw missingProgram(name, start.argv[0], 'there is no such program');
      return begin(program, start);
    },
    find: (of: ProcessQuestion): RunningProgram[] => [...table.values()].filter((each) => isOf(each, of)),
  };
}
