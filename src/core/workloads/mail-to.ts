import { visible } from '../../lib/visible.ts';
import type { Drain } from './drain.ts';
import type { Endpoint } from './endpoint.ts';
import { fateOf } from './fate.ts';
import type { MailTemplate, mailValues } from './mail-template.ts';
import { mailText } from './mail-text.ts';
import type { Person } from './person.ts';
import type { Session } from './session.ts';

/** What is said of the upgrade in each mail. */
export type MailFacts = Readonly<Record<Exclude<(typeof mailValues)[number], 'owner' | 'workloads'>, string>>;

/** Nobody reads more in a mail. */
const most = 200;
const longestName = 100;

const short = (name: string): string =>
  name.length > longestName ? `${name.slice(0, longestName - 1)}…` : name;

function sessionLine(session: Session, drain: Drain | undefined): string {
  const { id, name, kind, status, project } = session;
  const where = project === undefined ? '' : `, project ${short(project)}`;
  return `- session ${short(name) || id} (${kind}, ${status}${where}): ${fateOf(session, drain).text}`;
}

const endpointLine = ({ id, name, replicas }: Endpoint): string =>
  `- service ${short(name) || id} (${replicas === 1 ? '1 replica' : `${replicas} replicas`}): it is away until the upgrade is over`;

/** A mail to somebody who has an address. What users typed as names is one line each, and never reads as a name in braces. */
export function mailTo(
  person: Person,
  template: MailTemplate,
  facts: MailFacts,
  drain: Drain | undefined,
): string {
  const { owner, sessions, endpoints } = person;
  const lines = [...sessions.map((each) => sessionLine(each, drain)), ...endpoints.map(endpointLine)].map(
    (line) => visible(line.replace(/\s+/g, ' ')),
  );
  const more = lines.length - most;
  const told = [...lines.slice(0, most), ...(more > 0 ? [`- and ${more.toLocaleString('en')} more`] : [])];
  const values: Readonly<Record<string, string>> = { ...facts, owner, workloads: told.join('\n') };
  const filled = (text: string): string =>
    text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
  return mailText({ to: owner, subject: filled(template.subject), body: filled(template.body) });
}
