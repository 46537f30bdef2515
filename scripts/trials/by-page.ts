import { join } from 'node:path';
import type { Trial } from '../../src/core/path/trial.ts';
import { lineOf } from '../../src/core/versions/line-of.ts';
import { pipVersion } from '../../src/core/versions/pip-version.ts';
import { withDatabase } from '../../src/io/database/database.ts';
import { introspect } from '../../src/io/database/introspect.ts';
import { thisMachine } from '../../src/io/hosts/this-machine.ts';
import { messageOf } from '../../src/lib/errors.ts';
import type { CopyLocation } from './configuration.ts';
import { endOf, type Failure } from './ending.ts';
import type { ReadyRelease } from './release.ts';

/** Longer than any of them takes on a few rows: some revisions wait for ever. */
const patience = 240_000;

interface Ran {
  readonly seconds: number;
  readonly output: string;
  readonly failure: Failure | undefined;
}

async function run(argv: readonly [string, ...string[]], cwd: string, signal: AbortSignal): Promise<Ran> {
  const began = performance.now();
  const since = (): number => (performance.now() - began) / 1000;
  try {
    const { exitCode, stdout, stderr } = await thisMachine.ask({
      argv,
      cwd,
      timeoutMs: patience,
      signal,
    });
    const output = `${stdout}\n${stderr}`;
    return { seconds: since(), output, failure: exitCode === 0 ? undefined : failureIn(output) };
  } catch (error) {
    signal.throwIfAborted();
    return { seconds: since(), output: '', failure: { why: shortened(messageOf(error)) } };
  }
}

/** The error of a traceback, and the revision that Alembic said it was running. */
function failureIn(output: string): Failure {
  const lines = output.trim().split('\n');
  const said = lines.findLast((line) => /^[\w.]+(Error|Exception|Exit|Violation|Warning)\b.*/.test(line));
  const error = said ?? lines.findLast((line) => line.trim() !== '') ?? 'it ended without a message';
  const revision = [...output.matchAll(/Running upgrade \S* ?-> (\w+)/g)].at(-1)?.[1];
  return { why: shortened(error), ...(revision ? { revision } : {}) };
}

export function shortened(error: string): string {
  const line = error
    // Where this machine keeps its environments is nobody's business.
    .replace(/\/\S+\/bin\//g, '')
    .replace(/\s+/g, ' ')
    .replace(/^.* ERROR \S+ \[\d+\] /, '')
    .trim();
  return line.length > 240 ? `${line.slice(0, 239)}…` : line;
}

/** As the target's dumps are named: 24.09.14, and 25.2.0 from 2025 on. */
function spelledForDump(version: ReadyRelease['release']['version']): string {
  return version < '25' ? version : pipVersion(version);
}

/**
 * The page's procedure on a copy, as written: `alembic upgrade head` and, in a major hop where the target has the
 * command, `mgr schema apply-missing-revisions` for the release before. It ends at the first failure.
 */
export async function byPage(
  location: CopyLocation,
  source: ReadyRelease,
  target: ReadyRelease,
  signal: AbortSignal,
): Promise<Trial['page']> {
  const program = (name: string): string => join(target.environment, 'bin', name);
  const upgraded = await run([program('alembic'), 'upgrade', 'head'], location.workdir, signal);
  const upgrade = await endOf({ location, before: source.schema, target, ...upgraded });
  const [from, to] = [source.release.version, target.release.version];
  const hasCommand = target.release.dumps.length > 0;
  if (upgraded.failure || lineOf(from) === lineOf(to) || !hasCommand) return { upgrade };
  const before = await withDatabase(location.address, introspect);
  const words = ['mgr', 'schema', 'apply-missing-revisions', spelledForDump(from)] as const;
  const filled = await run([program('backend.ai'), ...words], location.workdir, signal);
  return { upgrade, missing: await endOf({ location, before, target, ...filled }) };
}
