import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fileTexts } from './file-texts.ts';
import { checkSignature, readSignature, signJournal } from './journal-signature.ts';
import type { RunTexts } from './port.ts';

let folder: string;
let run: { name: string; id: string; texts: RunTexts };
const end = { events: 12, last: '0123456789abcdef0123456789abcdef' };
const key = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-sign-'));
  run = { name: 'r-1', id: 'b0a1b2c3d4e5', texts: fileTexts(folder) };
  for (const name of ['ana', 'eve'])
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key(name), '-C', name]);
  const own = await readFile(`${key('ana')}.pub`, 'utf8');
  await writeFile(key('signers'), `ana@example.com ${own}`);
});
afterAll(() => rm(folder, { recursive: true }));

it('tells who has signed, and up to where', async () => {
  await signJournal(run, end, key('ana'));
  const kept = await readSignature(run);
  if (!kept) throw new Error('it is kept with the run');
  expect(await checkSignature(run, kept, key('signers'))).toEqual({
    kind: 'good',
    by: 'ana@example.com',
    isKnown: true,
    end,
  });
  expect(await checkSignature(run, kept, undefined)).toMatchObject({ kind: 'good', isKnown: false, end });
});

it('counts nothing of what was changed, of another run, or by a key that is not known', async () => {
  const kept = await signJournal(run, end, key('ana'));
  const more = { ...kept, statement: kept.statement.replace('events: 12', 'events: 13') };
  expect(await checkSignature(run, more, undefined)).toMatchObject({ kind: 'bad' });
  expect(await checkSignature({ ...run, id: 'ffffffffffff' }, kept, undefined)).toMatchObject({
    kind: 'bad',
  });
  const others = await signJournal(run, end, key('eve'));
  expect(await checkSignature(run, others, key('signers'))).toMatchObject({ kind: 'bad' });
});

it('says what ssh-keygen has against a key', async () => {
  await expect(signJournal(run, end, key('nobody'))).rejects.toMatchObject({ code: 'sign.refused' });
});
