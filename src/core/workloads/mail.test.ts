import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Endpoint } from './endpoint.ts';
import { isMailAddress } from './mail-address.ts';
import { mailTemplate, parseMailTemplate } from './mail-template.ts';
import { mailText } from './mail-text.ts';
import { type MailFacts, mailTo } from './mail-to.ts';
import { peopleOf } from './person.ts';
import type { Session } from './session.ts';

const facts: MailFacts = {
  ...{ cluster: 'lab', from: '24.03.11', to: '24.09.4', now: 'now', window: '2026-11-29 02:00 (UTC+00:00)' },
  ...{ length: '5m', shortest: '4m', longest: '7m' },
};
const drain = { policy: 'end', seconds: 1800 } as const;
const session = (name: string, more: Partial<Session> = {}): Session => ({
  ...{ id: 's1', name, kind: 'batch', status: 'RUNNING', accessKey: 'AK', owner: 'ana@example.com' },
  ...{ agents: [], slots: {} },
  ...more,
});
const endpoint = (name: string, more: Partial<Endpoint> = {}): Endpoint => ({
  ...{ id: 'e1', name, replicas: 2, routes: [] },
  ...more,
});
const write = (sessions: Session[], endpoints: Endpoint[] = [], template = mailTemplate): string => {
  const person = { owner: 'ana@example.com', sessions, endpoints };
  return mailTo(person, template, facts, drain);
};

/** Headers, unfolded and decoded, and the lines of the text: as a mail program reads them. */
function read(mail: string) {
  const [head = '', ...rest] = mail.split('\n\n');
  const headers = head
    .replace(/\n[ \t]+/g, ' ')
    .split('\n')
    .map((line) => {
      const [, name = '', value = ''] = /^([!-9;-~]+): (.*)$/.exec(line) ?? [];
      const decoded = value.replace(/=\?utf-8\?B\?([^?]*)\?=(?: (?==\?))?/g, (_all, text) =>
        Buffer.from(text, 'base64').toString('latin1'),
      );
      return [name, value.startsWith('=?') ? Buffer.from(decoded, 'latin1').toString() : value] as const;
    });
  return {
    headers: Object.fromEntries(headers),
    names: headers.map(([name]) => name),
    body: rest.join('\n\n'),
  };
}

describe('a mail', () => {
  it('tells what its reader has, and what becomes of it', () => {
    const mail = write([session('train', { project: 'vision' })], [endpoint('chat')]);
    expect(mail).toBe(`To: ana@example.com
Subject: Backend.AI will be upgraded at 2026-11-29 02:00 (UTC+00:00)
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit
Auto-Submitted: auto-generated

Dear user of Backend.AI,

Backend.AI (lab) will be upgraded from 24.03.11 to 24.09.4.
It begins at 2026-11-29 02:00 (UTC+00:00).
Soon after that its services will be away for about 5m, between 4m and 7m.

This is what you have there now, and what becomes of it:

- session train (batch, RUNNING, project vision): it is ended, if it has not ended by itself within 30m
- service chat (2 replicas): it is away until the upgrade is over

Please save your work before, and end what you no longer need.
`);
  });

  const names = [
    'To',
    'Subject',
    'MIME-Version',
    'Content-Type',
    'Content-Transfer-Encoding',
    'Auto-Submitted',
  ];
  const typed = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      'x\r\nBcc: evil@example.com',
      'x\n\n.\nMAIL FROM:<a@b>',
      '{owner}{workloads}',
      '\u2028Bcc: x',
    ),
  );

  it('has the same headers and one line for each thing, whatever users typed as names', () => {
    fc.assert(
      fc.property(typed, typed, typed, (name, project, service) => {
        const mail = write([session(name, { project }), session('second')], [endpoint(service)]);
        const { names: its, body } = read(mail);
        expect(its).toEqual(names);
        expect(body.split('\n').filter((line) => line.startsWith('- '))).toHaveLength(3);
        expect(body.split('\n')).toHaveLength(
          write([session('a'), session('b')], [endpoint('c')])
            .split('\n\n')
            .slice(1)
            .join('\n\n')
            .split('\n').length,
        );
        expect(mail).not.toMatch(/[^\P{Cc}\n]/u);
      }),
    );
  });

  it('has lines and words no longer than mail programs take, and says the same', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 2000 }), (text) => {
        const subject = `업그레이드 ${text.replace(/[{}]/g, '')}`;
        const mail = write([], [], { subject, body: text.repeat(3) });
        for (const line of mail.split('\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(998);
        const [head = ''] = mail.split('\n\n');
        for (const word of head.match(/=\?utf-8\?B\?\S*/g) ?? []) expect(word.length).toBeLessThanOrEqual(75);
        expect(read(mail).names).toEqual(names);
        if (!/[\p{Cc}\p{Cs}]/u.test(subject)) expect(read(mail).headers['Subject']).toBe(subject);
      }),
    );
  });

  it("has its operator's text as it is, but for what ends lines; names show what is hidden in them", () => {
    const text = '표\t👩\u200d💻 می\u200cخواهم \u200fא';
    const template = { subject: text, body: `${text}\u001b[2J\n{workloads}` };
    const mail = write([session('train\u200d\u202e\u001b[2J')], [], template);
    const { headers, body } = read(mail);
    expect(headers['Subject']).toBe(text);
    expect(body.split('\n').slice(0, 2)).toEqual([
      `${text}\\u001b[2J`,
      expect.stringMatching(/^- session train\\u200d\\u202e\\u001b\[2J \(/),
    ]);
  });

  it.each([
    ['a\r\nBcc: x@y.z', 'a\\u000d\\u000aBcc: x@y.z'],
    ['=?utf-8?B?QmNjOiB4?=', '=?utf-8?B?QmNjOiB4?='],
    ['업그레이드', '업그레이드'],
  ])('with the subject %j shows %j, and has no other header', (subject, shown) => {
    const mail = mailText({ to: 'ana@example.com', subject, body: 'x' });
    const { headers, names: its } = read(mail);
    expect([headers['Subject'], its]).toEqual([shown, names]);
    expect(mail.split('\n')[1]).not.toContain('=?utf-8?B?QmNjOiB4?=');
  });

  it('of very many workloads lists the first, and how many more there are', () => {
    const mail = write(Array.from({ length: 250 }, (_, n) => session(`s${n}`)));
    expect(mail).toContain('- session s199 ');
    expect(mail).not.toContain('- session s200 ');
    expect(mail).toContain('- and 50 more');
  });
});

describe('an address', () => {
  it.each([
    ['ana@example.com', true],
    ["o'neil+x@mail.example-site.org", true],
    ['ana@localhost', true],
    ['', false],
    ['AKIAIOSFODNN7EXAMPLE', false],
    ['ana@example.com\nBcc: x@y.z', false],
    ['ana@example.com, x@y.z', false],
    ['Ana <ana@example.com>', false],
    ['-oQ/tmp@example.com', false],
    ['ana@-example.com', false],
    ['ana@example..com', false],
    [`${'a'.repeat(65)}@example.com`, false],
    ['안나@example.com', false],
  ])('%j: %s', (text, is) => {
    expect(isMailAddress(text)).toBe(is);
  });

  it('never ends a header, whatever was typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        if (isMailAddress(text)) expect(text).toMatch(/^[!-~]+$/);
      }),
    );
  });
});

describe('a template of the operator', () => {
  it('takes the place of the own one', () => {
    const text = 'Subject:  {to} at {window} \r\n\r\nDear {owner},\r\n{workloads}\r\n';
    const template = parseMailTemplate(text, 'mail.txt');
    const { headers, body } = read(write([session('train')], [], template));
    expect(headers['Subject']).toBe('24.09.4 at 2026-11-29 02:00 (UTC+00:00)');
    expect(body).toMatch(/^Dear ana@example\.com,\n- session train .*\n$/);
  });

  it.each([
    ['', 'mail.txt, line 1: a mail has no subject'],
    ['Hello\n\ntext', 'mail.txt, line 1: a mail has no subject'],
    ['Subject: {workloads}\n\ntext', 'mail.txt, line 1: a subject is one line'],
    ['Subject: x\nBcc: y@z\n\ntext', 'mail.txt, line 2: this line has to be empty'],
    ['Subject: x\n\n\n', 'mail.txt, line 3: a mail has no text'],
    ['Subject: x\n\none\n{two}', 'mail.txt, line 4: nothing is called {two}'],
    [`Subject: x\n\n${'x'.repeat(100_000)}`, 'mail.txt, line 1: the file is too long'],
  ])('%j is refused', (text, message) => {
    expect(() => parseMailTemplate(text, 'mail.txt')).toThrow(
      expect.objectContaining({
        code: 'notice.template-wrong',
        exit: 64,
        message: expect.stringContaining(message),
      }),
    );
  });
});

it('people are told apart by their address, or by their key where there is none', () => {
  const all = peopleOf(
    [session('a'), session('b', { owner: 'bob@example.com' }), { ...session('c'), owner: '__proto__' }],
    [endpoint('e', { owner: 'ana@example.com' }), endpoint('f')],
  );
  expect(all.map(({ owner, sessions, endpoints }) => [owner, sessions.length, endpoints.length])).toEqual([
    ['', 0, 1],
    ['__proto__', 1, 0],
    ['ana@example.com', 1, 1],
    ['bob@example.com', 1, 0],
  ]);
  const { owner: _owner, ...keyed } = session('d');
  expect(peopleOf([keyed], [])[0]?.owner).toBe('AK');
});
