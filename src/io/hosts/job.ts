import { join } from 'node:path';
import { BaiupError } from '../../lib/errors.ts';
import { waitFor } from '../../lib/wait.ts';
import type { Host, HostReader } from './port.ts';
import { parseStat } from './proc.ts';
import type { LaunchedProgram } from './process-port.ts';

/** A command that goes on without us, and that whoever knows its name finds again. */
export interface Job extends Omit<LaunchedProgram, 'log'> {
  /** Of its host and user: letters, digits, dots, dashes. */
  readonly name: string;
}

/** What became of a job; `gone` is one that ended and could not say how. */
export type JobState =
  | { readonly kind: 'runs'; readonly pid: number }
  | { readonly kind: 'ended'; readonly exitCode: number }
  | { readonly kind: 'gone' };

/** What it prints, beside its record. */
const output = 'output';
/** It writes who it is and how it ended itself: nobody may be there to do so. Of two only the first runs. */
const script = `f=$1; shift
mkdir "$f/begun" 2>/dev/null || exit 0
{ read -r stat < "/proc/$$/stat"; read -r boot < /proc/sys/kernel/random/boot_id; }
printf '%s\\n%s\\n' "$boot" "$stat" > "$f/process"
"$@"
code=$?
echo "$code" > "$f/code.new"
mv "$f/code.new" "$f/code"`;

/** Files of jobs may hold what nobody else should read: the folder is ours alone. @throws BaiupError `host.refused` */
async function jobFolder(host: HostReader, name: string): Promise<string> {
  const { variables, user } = await host.facts();
  const base = join(variables['TMPDIR'] || '/tmp', `baiup-${user}`);
  const found = await host.stat(base);
  if (found && (found.owner !== user || (found.mode & 0o077) !== 0)) {
    throw new BaiupError('host.refused', `${base} on ${host.name} is not a folder of this user alone`, {
      hint: `find out who made it, and remove it on ${host.name}`,
    });
  }
  return join(base, 'jobs', name);
}

/** Begins it, unless it was begun already. @throws BaiupError `command.missing` where there is no sh */
export async function beginJob(host: Host, { name, argv, cwd, env }: Job): Promise<void> {
  const folder = await jobFolder(host, name);
  if (await host.stat(join(folder, 'begun'))) return;
  await host.makeFolder(folder);
  const line = ['sh', '-c', script, 'baiup-job', folder, ...argv] as const;
  await host.launch({ argv: line, cwd, env, log: join(folder, output) });
  await waitFor(async () => host.stat(join(folder, 'process')), {
    timeoutMs: 10_000,
    what: `job ${name} on ${host.name} to begin`,
  });
}

/** Undefined where nobody has begun it. */
export async function readJob(host: HostReader, name: string): Promise<JobState | undefined> {
  const folder = await jobFolder(host, name);
  const record = await host.readText(join(folder, 'process'));
  if (record === undefined) return undefined;
  const [boot, stat = ''] = record.split('\n');
  const known = parseStat(stat);
  const living = known ? await host.processes({ pid: known.pid }) : [];
  if (known && living.some((each) => each.boot === boot && each.startTicks === known.startTicks))
    return { kind: 'runs', pid: known.pid };
  // It is read after its process was looked for: one that ended meanwhile has written it.
  const code = await host.readText(join(folder, 'code'));
  return code === undefined ? { kind: 'gone' } : { kind: 'ended', exitCode: Number(code) };
}

/** What a job has printed, from its end; empty where it is unknown. */
export async function jobOutput(host: HostReader, name: string, bytes = 20_000): Promise<string> {
  const part = await host.readPart(join(await jobFolder(host, name), output), -bytes, bytes);
  return Buffer.from(part ?? []).toString();
}

/** Ends it where it runs, with all that it started, and removes its record. */
export async function removeJob(host: Host, name: string): Promise<void> {
  const state = await readJob(host, name);
  if (state?.kind === 'runs') {
    const group = await host.processes({ group: state.pid });
    await host.signal(
      group.map(({ pid }) => pid),
      'SIGKILL',
    );
  }
  await host.remove(await jobFolder(host, name));
}
