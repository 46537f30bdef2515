import { BaiupError, exitCode } from '../../lib/errors.ts';
import type { MigratorFailure } from './migrator-protocol.ts';
import { wayOut } from './way-out.ts';

const whoMayGive =
  "make the role of cluster.yaml a member of the role that owns the cluster's tables, or name a superuser in cluster.yaml for the upgrade";

const whereToLook =
  "correct cluster.yaml, or what the component's file and the variables of its service say; both must lead to the same";

const hints: Readonly<Record<string, string>> = {
  'migrator.roles': whoMayGive,
  'migrator.other-etcd': whereToLook,
  'migrator.other-database': whereToLook,
};

const isOther = (code: string): boolean => code.startsWith('migrator.other-');

type Done = readonly { readonly id: string }[];

/** What the program reported, with its traceback and log as the cause. */
export function migratorError(failure: MigratorFailure, stderr: string, done: Done): BaiupError {
  const evidence = new Error(`${failure.traceback}\n${stderr}`.trim());
  const said = failure.type === 'Refused' ? failure.error : `${failure.type}: ${telling(failure.error)}`;
  if (failure.code === 'migrator.question') return unanswered(failure, done, evidence);
  if (failure.code !== null) {
    const hint = hints[failure.code];
    return new BaiupError(failure.code, said, {
      ...(hint ? { hint } : {}),
      ...(isOther(failure.code) ? { exit: exitCode.refused } : {}),
      left: standing(failure.code, done),
      cause: evidence,
    });
  }
  if (failure.id === null) {
    return new BaiupError('migrator.failed', `the migration could not be prepared: ${said}`, {
      hint: "see the traceback in the run's evidence",
      left: standing('', done),
      cause: evidence,
    });
  }
  const { what, hint } = wayOut(failure);
  const at = Object.entries(failure.at ?? {}).map(([name, value]) => `${name} "${value}"`);
  const where = at.length > 0 ? ` (at ${at.join(', ')})` : '';
  return new BaiupError('migrator.revision-failed', `revision ${failure.id} failed${where}: ${said}${what}`, {
    hint,
    left: standing('migrator.revision-failed', [...done, { id: failure.id }]),
    cause: evidence,
  });
}

/** What the revision had done by itself before it asked is not known here, so it counts as tried. */
function unanswered({ id, error }: MigratorFailure, done: Done, cause: Error): BaiupError {
  const who = id === null ? 'the migration' : `revision ${id}`;
  return new BaiupError(
    'migrator.question',
    `${who} asked something that the plan does not answer: "${error}"`,
    {
      hint: 'report it with the revision and the question: baiup answers only those that it knows',
      left: id === null ? standing('', done) : standing('migrator.revision-failed', [...done, { id }]),
      cause,
    },
  );
}

/** What happened and, from PostgreSQL, to which row; not the statement with all its values. */
function telling(error: string): string {
  return error.split(/\n(?:\[SQL:|\(Background)/)[0]?.trim() ?? '';
}

function standing(code: string, done: Done): string {
  if (done.length === 0) return 'nothing was changed';
  const ids = done.map((one) => one.id).join(', ');
  const what = code === 'migrator.revision-failed' ? 'tried, all but the last one done' : 'done';
  return `revisions ${what}: ${ids}; the database has to be restored from its dump`;
}
