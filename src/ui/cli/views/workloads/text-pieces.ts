import type { WorkloadsAnswer } from '../../../../app/actions/workloads.ts';
import type { BackgroundTask } from '../../../../core/workloads/background-task.ts';
import type { Endpoint } from '../../../../core/workloads/endpoint.ts';
import type { FatedSession } from '../../../../core/workloads/fate.ts';
import { totalsWords } from '../../../../core/workloads/totals-words.ts';
import type { Paint } from '../../paint.ts';
import { under } from '../under.ts';
import { ageText, sessionCells } from './session-cells.ts';
import { table } from './table.ts';
import { tally } from './tally.ts';

const [before, after] = [
  ['name', 'kind', 'status', 'owner', 'project'],
  ['age', 'ends in', 'uses', 'agents', 'image'],
];

/** What becomes of sessions has a column where it is asked for. */
const columnsOf = ([first]: readonly FatedSession[], verbose: boolean): string[] => [
  ...(verbose ? ['id'] : []),
  ...before,
  ...(first?.fate ? ['fate'] : []),
  ...after,
];

const unseen = "Uploads are not known: a storage-proxy's host does not show which files it has open.";

/** Where all of it was read, and why not where it usually is. */
export function fromLines(answer: WorkloadsAnswer, paint: Paint): string[] {
  const { from, version, why, folders, tasks, uploads } = answer;
  const place = from === 'api' ? `through the managers' API (${version})` : 'from the database, read only';
  return [
    paint('dim', `Read ${place}.`),
    ...(why ? [under('The API does not serve: ', why.message)] : []),
    ...(why?.hint === undefined ? [] : [under('Next: ', why.hint)]),
    ...(folders === undefined ? ['Folders at work are not known: the database does not answer.'] : []),
    ...(tasks === undefined ? ['Background tasks are not known: Redis does not tell.'] : []),
    ...(uploads === undefined ? [unseen] : []),
  ];
}

function endpointCells({ name, stage, owner, project, replicas, routes }: Endpoint): Record<string, string> {
  const healthy = routes.filter(({ status }) => status === 'healthy' || status === 'running').length;
  return {
    endpoint: name,
    replicas: `${healthy}/${replicas}`,
    stage: stage ?? '',
    owner: owner ?? '',
    project: project ?? '',
  };
}

function taskCells({ id, name, server, message, progress, heard }: BackgroundTask, at: number) {
  return {
    task: name ?? id,
    done: progress ? `${progress.done}/${progress.all}` : '',
    'heard of': heard === undefined ? '' : `${ageText(Math.max(0, (at - heard) / 1000))} ago`,
    server: server ?? '',
    says: message ?? '',
  };
}

function aroundLines({ at, endpoints, folders = [], tasks = [], uploads = [] }: WorkloadsAnswer): string[] {
  const of = (columns: readonly string[], cells: readonly Record<string, string>[]): string[] => {
    const { head, rows } = table(columns, cells);
    return cells.length > 0 ? ['', head, ...rows(cells)] : [];
  };
  const folderCells = folders.map(({ name, owner = '', host = '', status }) => ({
    folder: name,
    status,
    owner,
    host,
  }));
  return [
    ...of(['endpoint', 'replicas', 'stage', 'owner', 'project'], endpoints.map(endpointCells)),
    ...of(['folder', 'status', 'owner', 'host'], folderCells),
    ...of(
      ['task', 'done', 'heard of', 'server', 'says'],
      tasks.map((task) => taskCells(task, at)),
    ),
    ...of(
      ['upload into folder', 'host', 'file'],
      uploads.map(({ folder = '', host, path }) => ({ 'upload into folder': folder, host, file: path })),
    ),
  ];
}

/** Tables for people, then how many there are. @param whole whether endpoints and folders are told, too */
export async function* textPieces(
  answer: WorkloadsAnswer,
  { whole, verbose }: { readonly whole: boolean; readonly verbose: boolean },
  paint: Paint,
): AsyncIterable<string> {
  const counted = tally();
  let shown: ReturnType<typeof table> | undefined;
  for await (const batch of answer.sessions()) {
    counted.add(batch);
    const cells = batch.map((session) => sessionCells(session, answer.at));
    const head = shown === undefined;
    shown ??= table(columnsOf(batch, verbose), cells);
    yield `${[...(head ? [paint('bold', shown.head)] : []), ...shown.rows(cells)].join('\n')}\n`;
  }
  const totals = { ...counted.totals(), ...(whole ? { endpoints: answer.endpoints.length } : {}) };
  const end = [
    ...(whole ? aroundLines(answer) : []),
    ...(shown === undefined ? [] : ['']),
    `Sessions: ${totalsWords(totals)}.`,
    ...fromLines(answer, paint),
  ];
  yield `${end.join('\n')}\n`;
}
