import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { ComponentName } from '../../core/cluster/inventory.ts';
import { componentNamed } from '../../core/components/index.ts';
import { type ConfigurationIssue, issueSchema } from '../../core/configuration/issue.ts';
import { keyLine } from '../../core/configuration/key-line.ts';
import { trialOutcomes } from '../../core/plan/receipt-parts.ts';
import { BaiupError } from '../../lib/errors.ts';
import type { HostReader } from '../hosts/port.ts';
import type { ServiceProgram } from '../services/port.ts';
import { canBeTried, ownCommand } from './own-command.ts';

export interface ProgramCheck {
  readonly host: HostReader;
  readonly environment: string;
  readonly component: ComponentName;
  /** Imported in the program's stead. */
  readonly module?: string;
  /** Without it the program is only imported. */
  readonly config?: string | undefined;
  /** The file that `config` is a copy of: relative paths are looked for from where it lies. */
  readonly original?: string | undefined;
  readonly workdir: string;
  /** What the component's service starts; without it the component's own program is run with `-f`. */
  readonly program?: ServiceProgram | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Seconds that reading the file may take, and half of what importing may; a minute and a half unless told. */
  readonly deadline?: number | undefined;
}

const verdict = z.object({
  /**
   * `broken`: the environment cannot run the program; `faulty`: the release lacks a part of it; `refused`: the program
   * rejects the file; `unreadable`: the file is not there, or no TOML; `hung`: the loader came to no end; `command`: the
   * release does not know the service's command; `elsewhere`: that command reads another file.
   */
  outcome: z.enum(trialOutcomes),
  stage: z.enum(['import', 'load']),
  message: z.string(),
  issues: z.array(issueSchema).default([]),
});
export type ProgramVerdict = Readonly<z.infer<typeof verdict>>;

const programs = ['load_configuration.py', 'configuration_command.py', 'configuration_issues.py'].map(
  (name) => fileURLToPath(new URL(name, import.meta.url)),
) as [string, ...string[]];
const minuteAndHalf = 90;
const graceMs = 10_000;

/** Lines from the file itself, where a loader names only keys. */
async function withLines(
  host: HostReader,
  issues: readonly ConfigurationIssue[],
  config: string | undefined,
) {
  if (issues.length === 0 || config === undefined) return [...issues];
  const text = (await host.readText(config).catch(() => undefined)) ?? '';
  return issues.map((issue) => {
    const line = issue.line ?? keyLine(text, issue.key);
    return line === undefined ? issue : { ...issue, line };
  });
}

const cut = (error: unknown): error is BaiupError =>
  error instanceof BaiupError && error.code === 'command.deadline';

/**
 * Imports a component's program in its environment and runs its own configuration loader, in one process that
 * never serves: takes the seconds that importing takes.
 */
export async function checkConfiguration(check: ProgramCheck): Promise<ProgramVerdict> {
  const { host, config, deadline = minuteAndHalf } = check;
  const module = check.module ?? componentNamed(check.component).module;
  const load = await host.bring(...programs);
  const argv = [join(check.environment, 'bin', 'python'), load, `${deadline}`, module] as const;
  try {
    const result = await host.ask({
      argv: config === undefined ? argv : [...argv, ...readBy(check, config)],
      cwd: check.program?.cwd ?? check.workdir,
      timeoutMs: deadline * 3000 + graceMs,
      ...(check.env || check.program ? { env: { ...check.program?.variables, ...check.env } } : {}),
      ...(check.signal ? { signal: check.signal } : {}),
    });
    const last = result.stdout.trim().split('\n').at(-1) ?? '';
    const said = verdict.safeParse(parsed(last));
    if (said.success) return { ...said.data, issues: await withLines(host, said.data.issues, config) };
    const words = result.stderr.trim().split('\n').slice(-6).join('\n');
    const message = `it ended with exit code ${result.exitCode}:\n${words}`;
    return { outcome: 'broken', stage: 'import', message, issues: [] };
  } catch (error) {
    if (!cut(error)) throw error;
    return { outcome: 'hung', stage: 'load', message: error.message, issues: [] };
  }
}

/** The file, what it is a copy of, and the service's command where one can be tried. */
function readBy({ program, original }: ProgramCheck, config: string): string[] {
  const files = { original: original ?? config, config };
  const command = program && canBeTried(program) ? ownCommand(program, files) : [];
  return [files.config, files.original, ...command];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
