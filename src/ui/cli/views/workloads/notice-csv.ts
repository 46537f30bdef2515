import type { Drain } from '../../../../core/workloads/drain.ts';
import { fateOf } from '../../../../core/workloads/fate.ts';
import type { Person } from '../../../../core/workloads/person.ts';
import { csvLine } from './csv.ts';

const columns = [
  ...['owner', 'what', 'id', 'name', 'kind', 'status', 'project', 'resource_group', 'agents'],
  ...['created', 'becomes', 'in_words', 'mail'],
];

interface Noticed {
  readonly person: Person;
  /** The file with the mail; undefined where none can be addressed. */
  readonly mail: string | undefined;
}

function linesOf({ person, mail = '' }: Noticed, drain: Drain | undefined): string[] {
  const { owner, sessions, endpoints } = person;
  return [
    ...sessions.map((session) => {
      const { id, name, kind, status, project = '', resourceGroup = '', agents, created } = session;
      const since = created === undefined ? '' : new Date(created).toISOString();
      const { name: becomes, text } = fateOf(session, drain);
      const about = [owner, 'session', id, name, kind, status, project, resourceGroup, agents.join(' ')];
      return csvLine([...about, since, becomes, text, mail]);
    }),
    ...endpoints.map(({ id, name, stage = '', project = '', resourceGroup = '' }) => {
      const about = [owner, 'endpoint', id, name, 'inference', stage, project, resourceGroup, '', ''];
      return csvLine([...about, 'away', 'it is away until the upgrade is over', mail]);
    }),
  ];
}

/** Who will lose what, a line for each session and endpoint; harmless in a spreadsheet. */
export function noticeCsv(noticed: readonly Noticed[], drain: Drain | undefined): string {
  return [csvLine(columns), ...noticed.flatMap((each) => linesOf(each, drain))].join('');
}
