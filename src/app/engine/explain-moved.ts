import { join } from 'node:path';
import { reduceRun } from '../../core/run/reduce.ts';
import { downText, nextText } from '../../core/run/standing-words.ts';
import type { RunRecord } from '../../io/journal/port.ts';
import { BaiupError } from '../../lib/errors.ts';
import type { RunCluster } from '../wiring/open-run-cluster.ts';

/** What did not answer, and its keys in cluster.yaml. */
const servers: readonly (readonly [code: RegExp, name: string, key: RegExp])[] = [
  [/^etcd\.(unreachable|refused)$/, 'etcd', /^etcd\./],
  [/^database\.(unreachable|refused)$/, 'database', /(^|\.)database\./],
];

/**
 * Lets a run go on. Where etcd or a database does not answer, the error says that the run looks where it was when the
 * run began, whatever cluster.yaml says today, and what to do once it has moved.
 * @throws BaiupError `run.not-there`
 */
export async function explainMoved<T>(
  { differs, cluster: { file } }: RunCluster,
  record: RunRecord,
  act: () => Promise<T>,
): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof BaiupError)) throw error;
    const { code, message, exit } = error;
    const server = servers.find(([codes]) => codes.test(code));
    const view = reduceRun((await record.examine()).events);
    if (!server || !view) throw error;
    const [, name, keys] = server;
    const own = differs.filter((each) => keys.test(each));
    const now = { ...view, run: record.name };
    const today = own.length > 0 ? `, whatever ${file} says today (${own.join('; ')})` : '';
    throw new BaiupError(
      'run.not-there',
      `${message}. ${record.name} looks where its ${name} was when the run began${today}`,
      {
        exit,
        left: downText(now),
        hint: `if it has not moved, see that it runs. If it has moved with its data, let the old address lead to the new one, or change it below "inventory" in ${join(record.folder, 'cluster.json')} too. Then ${nextText(now)}`,
        cause: error,
      },
    );
  }
}
