import { BaiupError } from '../../lib/errors.ts';
import type { MigratorFailure } from './migrator-protocol.ts';

/** What the program reported, with its traceback and log as the cause. */
export function migratorError(
  failure: MigratorFailure,
  stderr: string,
  done: readonly { readonly id: string }[],
): BaiupError {
  const evidence = new Error(`${failure.traceback}\n${stderr}`.trim());
  const said = failure.type === 'Refused' ? failure.error : `${failure.type}: ${telling(failure.error)}`;
  if (failure.code !== null) {
    return new BaiupError(failure.code, said, { left: standing(failure.code, done), cause: evidence });
  }
  if (failure.id === null) {
    return new BaiupError('migrator.failed', `the migration could not be prepared: ${said}`, {
      hint: "see the traceback in the run's evidence",
      left: standing('', done),
      cause: evidence,
    });
  }
  return new BaiupError('migrator.revision-failed', `revision ${failure.id} failed: ${said}`, {
    hint: "see the traceback in the run's evidence; the data it met has to be mended first",
    left: standing('migrator.revision-failed', [...done, { id: failure.id }]),
    cause: evidence,
  });
}

/** What happened and, from PostgreSQL, to which row; not the statement with all its values. */
function telling(error: string): string {
  return error.split(/\n(?:\[SQL:|\(Background)/)[0]?.trim() ?? '';
}

function standing(code: string, done: readonly { readonly id: string }[]): string {
  if (done.length === 0) return 'nothing was changed';
  const ids = done.map((one) => one.id).join(', ');
  const what = code === 'migrator.revision-failed' ? 'tried, all but the last one done' : 'done';
  return `revisions ${what}: ${ids}; the database has to be restored from its dump`;
}
