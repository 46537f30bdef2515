import { usageError } from '../../lib/errors.ts';

/** What a mail may name in braces. */
export const mailValues = [
  ...['cluster', 'from', 'to', 'now', 'window', 'length', 'shortest', 'longest', 'owner', 'workloads'],
] as const;

/** Subject and text of a mail, with names in braces. */
export interface MailTemplate {
  readonly subject: string;
  readonly body: string;
}

const longest = 100_000;

const how = 'its first line is "Subject: …", its second is empty, and the text follows';

/** The first name in braces that no value has. */
function strange(text: string): string | undefined {
  const names = [...text.matchAll(/\{([^{}]*)\}/g)].map(([, name = '']) => name);
  return names.find((name) => !mailValues.some((known) => known === name));
}

/** Reads a template of an operator. @throws BaiupError `notice.template-wrong` (exit 64) with file and line */
export function parseMailTemplate(text: string, file: string): MailTemplate {
  const wrong = (line: number, what: string) =>
    usageError('notice.template-wrong', `${file}, line ${line}: ${what}`, how);
  if (text.length > longest) throw wrong(1, 'the file is too long for a mail');
  const [first = '', second, ...rest] = text.replace(/^\ufeff/, '').split(/\r?\n/);
  const [, subject = ''] = /^Subject:\s*(.*?)\s*$/i.exec(first) ?? [];
  if (subject === '') throw wrong(1, 'a mail has no subject');
  if (subject.includes('{workloads}')) throw wrong(1, 'a subject is one line, and {workloads} are many');
  if (second !== '') throw wrong(2, 'this line has to be empty');
  for (const [index, line] of [first, second, ...rest].entries()) {
    const name = strange(line);
    if (name === undefined) continue;
    throw wrong(index + 1, `nothing is called {${name}}: a mail may name {${mailValues.join('}, {')}}`);
  }
  const body = rest.join('\n').trim();
  if (body === '') throw wrong(3, 'a mail has no text');
  return { subject, body };
}

/** What users are written where the operator has no template. */
export const mailTemplate: MailTemplate = {
  subject: 'Backend.AI will be upgraded at {window}',
  body: `Dear user of Backend.AI,

Backend.AI ({cluster}) will be upgraded from {from} to {to}.
It begins at {window}.
Soon after that its services will be away for about {length}, between {shortest} and {longest}.

This is what you have there now, and what becomes of it:

{workloads}

Please save your work before, and end what you no longer need.`,
};
