import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { parsePlan } from '../../src/app/records/parse-plan.ts';
import type { Inventory } from '../../src/core/cluster/inventory.ts';
import { thisMachine } from '../../src/io/hosts/this-machine.ts';
import { workloadsOfApi } from '../../src/io/workloads/api/workloads-of-api.ts';
import { managerApi } from '../../src/io/workloads/manager-api.ts';
import { secret } from '../../src/lib/secret.ts';
import { inventoryOf, type Lab, openLab, sql, storeOf } from './lab.ts';
import { readingUsers } from './reading-users.ts';
import { sessionsOf } from './sessions.ts';

vi.setConfig({ testTimeout: 420_000, hookTimeout: 420_000 });

/**
 * What users of a real cluster read of an upgrade, from the day that it has a time to its end; the lists for its operator;
 * and what is said of keys that do not serve. It prints what they read. The tests build on each other; five minutes.
 */
let lab: Lab;
let cluster = '';
let inventory: Inventory;
let users: ReturnType<typeof readingUsers>;

const planFile = (): string => join(lab.folder, 'plan.json');
const inSeconds = (seconds: number): string =>
  new Date(Date.now() + seconds * 1000).toISOString().slice(0, 19);
const at = (seconds: number): string => `${inSeconds(seconds)}Z`;
const show = (title: string, text: string): void => void process.stdout.write(`\n===== ${title}\n${text}\n`);

/** The key pair of somebody of the sandbox. */
async function keysOf(email: string) {
  const [row] = await sql(
    inventory,
    `SELECT access_key AS "accessKey", secret_key AS "secretKey" FROM keypairs WHERE user_id = '${email}'`,
  );
  return { accessKey: String(row?.['accessKey']), secretKey: secret(String(row?.['secretKey'])) };
}

beforeAll(async () => {
  lab = await openLab();
  const { exitCode, json } = await lab.json('sandbox', 'up', '--at', '24.03.11');
  expect({ exitCode, error: json.error }).toEqual({ exitCode: 0, error: undefined });
  cluster = json.cluster;
  await writeFile(cluster, `${await readFile(cluster, 'utf8')}\nannouncement:\n  zone: Asia/Seoul\n`);
  inventory = await inventoryOf(cluster);
  await storeOf(inventory).put('manager/announcement', 'Welcome to **Backend.AI**.');
  users = readingUsers(inventory.api.url);
  await users.next(/Welcome/);
});

afterAll(async () => {
  users?.end();
  const { exitCode } = await lab.run(['sandbox', 'down']);
  await lab.close();
  expect(exitCode).toBe(0);
});

describe('the lists for an operator', () => {
  it('name what becomes of each session, by owner, and hold nothing that users typed as markup', async () => {
    const sessions = sessionsOf(inventory);
    await sessions.begin('train-1');
    const keys = await keysOf('user@sandbox.example');
    await managerApi({ ...inventory.api, ...keys }).createSession({ name: 'notes-1', ...inventory.proof });
    await sessions.reaches('notes-1', 'RUNNING');
    const typed = '=HYPERLINK("http://x.example","y") {owner}\r\nBcc: z@x.example';
    await sql(
      inventory,
      `UPDATE sessions SET name = E'${typed.replaceAll('\r\n', '\\r\\n')}' WHERE name = 'notes-1'`,
    );

    const words = [
      'plan',
      '24.09.4',
      '--drain',
      'end',
      '--drain-for',
      '2s',
      '-o',
      planFile(),
      '--cluster',
      cluster,
    ];
    expect((await lab.json(...words)).exitCode).toBe(0);
    const folder = join(lab.folder, 'notice');
    const written = await lab.json(
      'notice',
      planFile(),
      '-o',
      folder,
      '--at',
      at(86_400),
      '--cluster',
      cluster,
    );
    expect(written).toMatchObject({ exitCode: 0, json: { people: 2, without: [], from: 'api' } });
    const csv = await readFile(join(folder, 'workloads.csv'), 'utf8');
    expect(csv).toMatch(/^admin@sandbox\.example,session,[^,]+,train-1,interactive,RUNNING,.*,is-ended,/m);
    expect(csv).toContain(`"'=HYPERLINK(""http://x.example"",""y"") {owner}\\u000d\\u000aBcc: z@x.example"`);
    const mails = await readdir(join(folder, 'mails'));
    expect(mails).toEqual(['0001-admin@sandbox.example.eml', '0002-user@sandbox.example.eml']);
    const mail = await readFile(join(folder, 'mails', mails[1] ?? ''), 'utf8');
    expect(mail.split('\n').filter((line) => /^(To|Bcc):/.test(line))).toEqual(['To: user@sandbox.example']);
    expect(mail).toMatch(/It begins at .* Asia\/Seoul \(UTC\+09:00\)\./);
    expect(mail).toMatch(/^- session =HYPERLINK.* \{owner\} Bcc: z@x\.example \(.*: it is ended/m);
    show('workloads.csv', csv);
    show(`mails/${mails[1]}`, mail);
  });
});

it('a word that no session fits is told, and what was typed moves no cursor', async () => {
  const words = [
    'workloads',
    '--kind',
    'bacth,interactive',
    '--owner',
    'no\u001b[2Jbody',
    '--cluster',
    cluster,
  ];
  const { exitCode, stdout, stderr } = await lab.run(words);
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: expect.stringContaining('0 running') });
  expect(stderr).toMatch(/^! no session has the kind bacth$/m);
  expect(stderr).toMatch(/^! no session has the owner no\\u001b\[2Jbody$/m);
  expect(stderr).not.toContain('interactive');
});

describe('keys that do not serve', () => {
  const real = (more: object = {}) => workloadsOfApi({ ...inventory.api, ...apiKeys(), ...more });
  const apiKeys = () => ({ secretKey: secret(String(inventory.api.secretKey)) });
  const minutes = (count: number) => () => new Date(Date.now() + count * 60_000);

  it.each<[what: string, more: () => object | Promise<object>, code: string, said: RegExp]>([
    ['a wrong secret', () => ({ secretKey: secret('wrong') }), 'api.refused', /401.*mismatch/i],
    ['an unknown access key', () => ({ accessKey: 'AKIANOBODYHASTHISKEY' }), 'api.refused', /401/],
    [
      'a clock that goes ahead',
      () => ({ now: minutes(16) }),
      'api.clock',
      /Date\/time sync error.*15 minutes/,
    ],
    ['a clock that is late', () => ({ now: minutes(-16) }), 'api.clock', /Date\/time sync error.*15 minutes/],
    ['a user', () => keysOf('user@sandbox.example'), 'api.role', /a user, who sees only some/],
    [
      'an admin of a domain',
      () => keysOf('domain-admin@sandbox.example'),
      'api.role',
      /an admin of one domain/,
    ],
  ])('%s', async (_what, more, code, said) => {
    await expect(real(await more())).rejects.toMatchObject({
      ...{ code, message: expect.stringMatching(said), hint: expect.stringMatching(/cluster\.yaml|clock/) },
    });
  });

  it('a key that has expired, and the database tells instead', async () => {
    const off = (isActive: boolean) =>
      sql(
        inventory,
        `UPDATE keypairs SET is_active = ${isActive} WHERE access_key = '${inventory.api.accessKey}'`,
      );
    await off(false);
    const { exitCode, json } = await lab.json('workloads', '--cluster', cluster);
    const only = await lab.json('workloads', '--source', 'api', '--cluster', cluster);
    await off(true);
    expect({ exitCode, from: json.from, why: json.why.code }).toEqual({
      ...{ exitCode: 0, from: 'database', why: 'api.refused' },
    });
    expect(only).toMatchObject({ exitCode: 1, json: { error: { code: 'api.refused' } } });
    expect((await real()).sessions).toHaveLength(2);
  });
});

describe('what users read', () => {
  const announce = (time: string) =>
    lab.json('announce', planFile(), '--at', time, '--no-wait', '--cluster', cluster);

  it('is the time of the upgrade, and then another time', async () => {
    expect(await announce(at(2 * 86_400))).toMatchObject({ exitCode: 0, json: { state: 'told' } });
    await users.next(/will be upgraded from 24\.03\.11 to 24\.09\.4 at/);
    expect(await announce(at(3 * 86_400))).toMatchObject({ exitCode: 0 });
    await users.next(/has been moved/);
    const off = await lab.json('announce', planFile(), '--withdraw', '--cluster', cluster);
    expect(off).toMatchObject({ exitCode: 0, json: { announcement: 'given-back' } });
    await users.next(/Welcome/);
  });

  it('is how the run goes on, also where whoever waits for its time is killed; then what they read before', async () => {
    const time = at(90);
    const words = ['apply', planFile(), '--at', time, '--announce-before', '80s', '--yes', '--no-rehearsal'];
    const all = [...words, '--cluster', cluster];
    let kill = (): void => undefined;
    const first = lab.run(all, (ending) => {
      kill = ending;
    });
    await users.next(/will be upgraded/);
    kill();
    expect((await first).exitCode).toBe(137);
    const { exitCode, stderr } = await lab.run(all);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: expect.not.stringContaining('✗') });
    await users.next(/will soon be upgraded/);
    await users.next(/are back since/);
    await users.next(/Welcome/);
    expect((await lab.json('status', '--cluster', cluster)).json.components).toContainEqual(
      expect.objectContaining({ component: 'manager', version: '24.09.4' }),
    );
    show('what a client of users got, each text once', users.all().join('\n\n'));
    show('as the command line of the vendor shows the last ones', await rendered(users.all().slice(-4)));
  });
});

/** By the vendor's own client, which the webserver's environment holds. */
async function rendered(texts: readonly string[]): Promise<string> {
  const { facts } = parsePlan(await readFile(planFile(), 'utf8'), planFile());
  const { environment = '' } = facts.components.find(({ component }) => component === 'webserver') ?? {};
  const program = [
    'import json, sys',
    'from ai.backend.client.cli.announcement import announce',
    'for text in json.load(sys.stdin): announce(text, only_once=False)',
  ].join('\n');
  const { stderr } = await thisMachine.run({
    argv: [join(environment, 'bin/python'), '-c', program],
    env: { HOME: lab.folder, XDG_STATE_HOME: lab.folder, COLUMNS: '82', NO_COLOR: '1' },
    input: secret(JSON.stringify(texts)),
    timeoutMs: 60_000,
  });
  return stderr;
}
