import { spawn } from 'node:child_process';
import { open, readFile } from 'node:fs/promises';
import { messageOf } from '../../lib/errors.ts';
import { missingProgram } from './command-errors.ts';
import type { Host } from './port.ts';
import { groupMembers, markedProcesses, readProcess } from './proc.ts';
import type { LaunchedProgram, LivingProcess, ProcessQuestion } from './process-port.ts';
import { startApart } from './start-apart.ts';

export async function bootId(): Promise<string> {
  return (await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '')).trim();
}

async function found(of: ProcessQuestion) {
  if ('group' in of) return groupMembers(of.group);
  if ('variable' in of) return markedProcesses(of.variable, of.value);
  const facts = await readProcess(of.pid);
  return facts ? [facts] : [];
}

async function processes(of: ProcessQuestion): Promise<readonly LivingProcess[]> {
  const [boot, all] = await Promise.all([bootId(), found(of)]);
  return all.filter(({ pid }) => pid !== process.pid).map((facts) => ({ ...facts, boot }));
}

async function launch(host: string, { argv, cwd, env, log }: LaunchedProgram): Promise<number> {
  const file = await open(log, 'a', 0o600);
  try {
    const [program, ...rest] = argv;
    const start = () =>
      spawn(program, rest, { cwd, env: { ...env }, detached: true, stdio: ['ignore', file.fd, file.fd] });
    const { child, pid } = await startApart(start).catch((error: unknown) => {
      throw missingProgram(host, program, messageOf(error));
    });
    child.unref();
    return pid;
  } finally {
    await file.close();
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Programs of this machine that outlive us. */
export function localProcesses(host: string): Pick<Host, 'processes' | 'launch' | 'signal'> {
  return {
    processes,
    launch: (program) => launch(host, program),
    signal: async (pids, signal) => {
      for (const pid of pids) send(pid, signal);
    },
  };
}
