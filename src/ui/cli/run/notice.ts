import { readFile } from 'node:fs/promises';
import { notice as whoHasWhat } from '../../../app/actions/notice.ts';
import { isMailAddress } from '../../../core/workloads/mail-address.ts';
import { type MailTemplate, mailTemplate, parseMailTemplate } from '../../../core/workloads/mail-template.ts';
import { mailTo } from '../../../core/workloads/mail-to.ts';
import type { Person } from '../../../core/workloads/person.ts';
import { messageOf, usageError } from '../../../lib/errors.ts';
import { outputFolder } from '../../../lib/output-folder.ts';
import { shortList } from '../../../lib/short-list.ts';
import { visible } from '../../../lib/visible.ts';
import type { CommonFlags } from '../context.ts';
import type { Outcome } from '../outcome.ts';
import type { Terminal } from '../terminal.ts';
import { noticeCsv } from '../views/workloads/notice-csv.ts';

export interface NoticeFlags extends CommonFlags {
  readonly output: string;
  readonly template?: string;
  readonly at?: string;
  readonly source?: 'api' | 'database';
}

/** Numbered, so that no two are one file; whatever a name has besides letters leads nowhere. */
const fileOf = ({ owner }: Person, index: number): string =>
  `mails/${String(index + 1).padStart(4, '0')}-${owner.replace(/[^A-Za-z0-9@._+-]/g, '_').slice(0, 100)}.eml`;

/** @throws BaiupError `notice.template-missing`, `notice.template-wrong` (both exit 64) */
async function templateIn(file: string | undefined): Promise<MailTemplate> {
  if (file === undefined) return mailTemplate;
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw usageError('notice.template-missing', `${file} cannot be read: ${messageOf(error)}`);
  });
  return parseMailTemplate(text, file);
}

export async function notice(terminal: Terminal, flags: NoticeFlags, planFile: string): Promise<Outcome> {
  const template = await templateIn(flags.template);
  const { clusterFile, interrupted: signal } = terminal;
  const { plan, people, facts, from, why } = await whoHasWhat({
    ...{ planFile, clusterFile, at: flags.at, from: flags.source, signal },
  });
  const folder = await outputFolder(flags.output, 'mails');
  const noticed = people.map((person, index) => ({
    person,
    mail: isMailAddress(person.owner) ? fileOf(person, index) : undefined,
  }));
  for (const { person, mail } of noticed) {
    if (mail !== undefined) await folder.write(mail, mailTo(person, template, facts, plan.drain));
  }
  // Last: a list that is there is whole.
  await folder.write('workloads.csv', noticeCsv(noticed, plan.drain));
  const mails = noticed.flatMap(({ mail }) => (mail === undefined ? [] : [mail]));
  const without = noticed.flatMap(({ person, mail }) =>
    mail === undefined ? [visible(person.owner) || '(not told)'] : [],
  );
  const json = { folder: folder.name, csv: 'workloads.csv', mails, without, people: people.length, from };
  const text = [
    `${people.length === 1 ? '1 person has' : `${people.length} people have`} workloads. ${folder.name}/workloads.csv lists them, and ${folder.name}/mails has ${mails.length === 1 ? '1 mail' : `${mails.length} mails`}. Nothing was sent.`,
    ...(without.length > 0 ? [`! without a mail address: ${shortList(without)}`] : []),
    ...(why ? [`The API does not serve: ${why.message}`] : []),
  ];
  return { json: { ...json, ...(why ? { why: why.message } : {}) }, text: text.join('\n') };
}
