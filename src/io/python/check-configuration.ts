import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { ComponentName } from '../../core/cluster/inventory.ts';
import { componentNamed } from '../../core/components/index.ts';
import { BaiupError } from '../../lib/errors.ts';
import { here } from './run-here.ts';

export interface ProgramCheck {
  readonly environment: string;
  readonly component: ComponentName;
  /** Without it the program is only imported. */
  readonly config?: string | undefined;
  readonly workdir: string;
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly signal?: AbortSignal | undefined;
}

const verdict = z.object({
  /** `broken`: the environment cannot run the program; `faulty`: the release lacks a part of it; `refused`: the program rejects the file. */
  outcome: z.enum(['ok', 'broken', 'faulty', 'refused']),
  stage: z.enum(['import', 'load']),
  message: z.string(),
});
export type ProgramVerdict = Readonly<z.infer<typeof verdict>>;

const program = fileURLToPath(new URL('./load_configuration.py', import.meta.url));

/**
 * Imports a component's program in its environment and runs its own configuration loader, in one process that
 * never serves: takes the seconds that importing takes.
 */
export async function checkConfiguration(check: ProgramCheck): Promise<ProgramVerdict> {
  const { module } = componentNamed(check.component);
  const config = check.config === undefined ? [] : [check.config];
  const result = await here.ask({
    argv: [join(check.environment, 'bin', 'python'), program, module, ...config],
    cwd: check.workdir,
    timeoutMs: 120_000,
    ...(check.env ? { env: check.env } : {}),
    ...(check.signal ? { signal: check.signal } : {}),
  });
  const last = result.stdout.trim().split('\n').at(-1) ?? '';
  const said = verdict.safeParse(parsed(last));
  if (said.success) return said.data;
  const message = `it ended with exit code ${result.exitCode}:\n${result.stderr.trim().split('\n').slice(-6).join('\n')}`;
  return { outcome: 'broken', stage: 'import', message };
}

/** @throws BaiupError `configuration.refused`, `environment.broken` with the loader's own words. */
export async function requireConfiguration(check: ProgramCheck): Promise<void> {
  const { outcome, message } = await checkConfiguration(check);
  if (outcome === 'refused') {
    throw new BaiupError(
      'configuration.refused',
      `the ${check.component} in ${check.environment} refuses ${check.config}:\n${message}`,
      { hint: `change ${check.config} so that both the old and the new release accept it, then try again` },
    );
  }
  if (outcome === 'broken' || outcome === 'faulty') {
    throw new BaiupError(
      'environment.broken',
      `the ${check.component} in ${check.environment} does not run:\n${message}`,
    );
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
