import type { z } from 'zod';
import { issueText } from '../../lib/issue-text.ts';
import { HttpRefusal } from './answers.ts';
import type { Asked } from './guard.ts';

/** Bytes: names of steps, codes of findings. */
const most = 256_000;

const tooLarge = (): HttpRefusal =>
  new HttpRefusal(413, { code: 'body.too-large', message: `a request holds at most ${most} bytes` });

/** Reads no further than it must: whoever sends a gigabyte is cut off. */
async function textOf(ask: Asked): Promise<string> {
  if (Number(ask.req.header('content-length') ?? 0) > most) throw tooLarge();
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of ask.req.raw.body ?? []) {
    size += piece.length;
    if (size > most) throw tooLarge();
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

const wrong = (message: string): HttpRefusal => new HttpRefusal(400, { code: 'request.wrong', message });

/** @throws HttpRefusal 400, 413 */
export async function bodyOf<S extends z.ZodType>(ask: Asked, schema: S): Promise<z.infer<S>> {
  if (!/^application\/json\b/.test(ask.req.header('content-type') ?? ''))
    throw wrong('a change is sent as JSON');
  const text = await textOf(ask);
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw wrong('the request is not JSON');
  }
  const parsed = schema.safeParse(document);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw wrong(`${issue?.path.join('.') || 'the request'} ${issue ? issueText(issue) : 'is wrong'}`);
}
