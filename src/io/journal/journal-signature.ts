import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { BaiupError } from '../../lib/errors.ts';
import { thisMachine } from '../hosts/this-machine.ts';
import type { JournalEnd } from './journal-text.ts';
import type { RunReader } from './port.ts';

/** What a signature is for, so that none that was made for something else counts. */
const namespace = 'baiup-journal';
const timeoutMs = 60_000;

export const journalSignature = z.strictObject({
  /** What was signed: the end of the journal in words. */
  statement: z.string().max(1000),
  /** As `ssh-keygen -Y sign` writes it. */
  signature: z.string().max(20_000),
});
export type JournalSignature = z.infer<typeof journalSignature>;

/** What became of checking a signature. */
export type CheckedSignature =
  | { readonly kind: 'good'; readonly by: string; readonly end: JournalEnd; readonly isKnown: boolean }
  | { readonly kind: 'bad'; readonly why: string };

type Named = Pick<RunReader, 'name' | 'id' | 'texts'>;

const statementOf = ({ name, id }: Pick<RunReader, 'name' | 'id'>, { events, last }: JournalEnd): string =>
  [`journal of the baiup run ${name} ${id}`, `events: ${events}`, `last: ${last}`, ''].join('\n');

const endForm = /^journal of the baiup run (\S+) (\S+)\nevents: (\d+)\nlast: ([0-9a-f]{32})\n$/;

/** A key in an agent is used by it. */
function agent(): Record<string, string> {
  const socket = process.env['SSH_AUTH_SOCK'];
  return socket === undefined ? {} : { SSH_AUTH_SOCK: socket };
}

const keygen = (args: readonly string[], input: string) =>
  thisMachine.ask({ argv: ['ssh-keygen', '-Y', ...args], input, env: agent(), timeoutMs });

/**
 * Signs the end of a journal with an operator's own key, or a file that is not one of ours.
 * @param key a private key's file, or the public one of a key in an agent
 * @throws BaiupError `sign.refused`
 */
export async function signText(key: string, of: string, text: string): Promise<string> {
  const { exitCode, stdout, stderr } = await keygen(['sign', '-f', key, '-n', of], text);
  if (exitCode === 0) return stdout;
  throw new BaiupError('sign.refused', `ssh-keygen does not sign with ${key}: ${stderr.trim()}`, {
    left: 'nothing was signed',
    hint: 'a key with a passphrase is used through ssh-agent: ssh-add KEY, then --sign KEY.pub',
  });
}

/** @throws BaiupError `sign.refused` */
export async function signJournal(run: Named, end: JournalEnd, key: string): Promise<JournalSignature> {
  const statement = statementOf(run, end);
  const signed = { statement, signature: await signText(key, namespace, statement) };
  await run.texts.write('signature', `${JSON.stringify(signed, null, 2)}\n`);
  return signed;
}

/** The signature that is kept with a run. @throws BaiupError `sign.damaged` */
export async function readSignature({
  texts,
}: Pick<RunReader, 'texts'>): Promise<JournalSignature | undefined> {
  const text = await texts.read('signature');
  if (text === undefined) return undefined;
  try {
    return journalSignature.parse(JSON.parse(text));
  } catch (cause) {
    throw new BaiupError('sign.damaged', `${texts.where('signature')} is no signature`, { cause });
  }
}

/** Who has signed a text, by a list of keys (`allowed_signers`) where one is given; undefined where it is not theirs. */
async function signerOf({
  text,
  of,
  file,
  signers,
}: {
  text: string;
  of: string;
  file: string;
  signers: string | undefined;
}): Promise<{ readonly by: string; readonly isKnown: boolean } | undefined> {
  if (signers === undefined) {
    const { exitCode, stdout } = await keygen(['check-novalidate', '-n', of, '-s', file], text);
    const [, by = ''] = /with (.*)/.exec(stdout) ?? [];
    return exitCode === 0 ? { by: by.trim(), isKnown: false } : undefined;
  }
  const found = await keygen(['find-principals', '-s', file, '-f', signers], text);
  const [by] = found.stdout.trim().split('\n');
  if (found.exitCode !== 0 || !by) return undefined;
  const { exitCode } = await keygen(['verify', '-f', signers, '-I', by, '-n', of, '-s', file], text);
  return exitCode === 0 ? { by, isKnown: true } : undefined;
}

/** @param signers a file of keys as ssh knows them (`allowed_signers`) */
export async function checkText(
  text: string,
  of: string,
  signature: string,
  signers: string | undefined,
): Promise<{ readonly by: string; readonly isKnown: boolean } | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'baiup-signature-'));
  try {
    const file = join(folder, 'signature');
    await writeFile(file, signature, { mode: 0o600 });
    return await signerOf({ text, of, file, signers });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Whether somebody has signed this run's journal, and up to where. */
export async function checkSignature(
  run: Pick<RunReader, 'name' | 'id'>,
  { statement, signature }: JournalSignature,
  signers: string | undefined,
): Promise<CheckedSignature> {
  const [, name, id, events, last] = endForm.exec(statement) ?? [];
  if (last === undefined || name !== run.name || id !== run.id)
    return { kind: 'bad', why: 'what was signed is not the journal of this run' };
  const signer = await checkText(statement, namespace, signature, signers);
  if (!signer) {
    const whose =
      signers === undefined
        ? 'it was changed since'
        : `it was changed since, or the key is not in ${signers}`;
    return { kind: 'bad', why: `the signature is not of what is beside it: ${whose}` };
  }
  return { kind: 'good', ...signer, end: { events: Number(events), last } };
}
