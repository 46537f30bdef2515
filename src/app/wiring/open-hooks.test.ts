import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { DeclaredHook } from '../../core/cluster/declared-hook.ts';
import type { Notice } from '../../core/run/notice.ts';
import { openHooks } from './open-hooks.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-hooks-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const notice = { id: 'n', event: 'run.begun', text: 'begun' } as Notice;
const signal = new AbortController().signal;
const webhook = { url: 'http://127.0.0.1:9/' };

async function sent(declared: Partial<DeclaredHook>) {
  const [hook] = openHooks([{ name: 'chat', ...declared }], {});
  return hook?.send(notice, signal);
}

it('a hook wants what it names, or everything', () => {
  const [some, all] = openHooks([
    { name: 'some', on: ['run.failed'], webhook },
    { name: 'all', command: ['true'], retryFor: 7 },
  ]);
  expect(['run.failed', 'run.begun'].map((event) => some?.wants(event))).toEqual([true, false]);
  expect(['run.failed', 'run.begun'].map((event) => all?.wants(event))).toEqual([true, true]);
  expect([some?.retryForMs, all?.retryForMs]).toEqual([300_000, 7_000]);
});

it.each([
  [
    'a variable that is not set',
    { url: { env: 'BAIUP_NO_SUCH' } },
    'hooks.chat.webhook.url is in the variable BAIUP_NO_SUCH, which is not set',
  ],
  [
    'a file that is not there',
    { url: { file: '/no/such' } },
    'hooks.chat.webhook.url is in the file /no/such, which cannot be read',
  ],
  ['a secret that is empty', { ...webhook, secret: '' }, 'hooks.chat.webhook.secret is empty'],
  [
    'a certificate that is not there',
    { ...webhook, certificate: '/no/such' },
    'the certificate of hook chat names /no/such, which cannot be read',
  ],
])('%s refuses a notice in words, and fails nothing else', async (_what, declared, why) => {
  expect(await sent({ webhook: declared })).toMatchObject({
    kind: 'refused',
    why: expect.stringContaining(why),
  });
});

it('an address is read from its file each time, and never told', async () => {
  const file = join(folder, 'url');
  await writeFile(file, 'SECRET, but no address\n');
  const declared = { webhook: { url: { file } } };
  const first = await sent(declared);
  expect(first).toMatchObject({ kind: 'refused', why: expect.stringContaining('https://') });
  await writeFile(file, 'http://127.0.0.1:1/SECRET\n');
  const second = await sent(declared);
  expect(second).toMatchObject({ kind: 'again' });
  expect(JSON.stringify([first, second])).not.toContain('SECRET');
});
