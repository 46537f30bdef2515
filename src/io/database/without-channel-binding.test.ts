import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { withoutChannelBinding } from './without-channel-binding.ts';

function message(kind: string, body: string): string {
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length + 4);
  return `${kind}${length.toString('latin1')}${body}`;
}

const offer = (names: readonly string[]): string =>
  message('R', `\0\0\0\x0a${names.map((name) => `${name}\0`).join('')}\0`);

/** @param size of the pieces that it comes in */
async function through(said: string, size: number): Promise<string> {
  const stream = withoutChannelBinding();
  for (let at = 0; at < said.length; at += size)
    stream.write(Buffer.from(said.slice(at, at + size), 'latin1'));
  stream.end();
  return text(stream.setEncoding('latin1'));
}

const both = ['SCRAM-SHA-256-PLUS', 'SCRAM-SHA-256'];

describe.each([1, 7, 10_000])('what a server says, in pieces of %i', (size) => {
  it.each([
    ['loses the offer that is bound to TLS', offer(both), offer(['SCRAM-SHA-256'])],
    [
      'keeps what comes after it',
      `${offer(both)}${offer(both)}`,
      `${offer(['SCRAM-SHA-256'])}${offer(both)}`,
    ],
    ['stays where it asks for no password', message('R', '\0\0\0\0'), message('R', '\0\0\0\0')],
    [
      'stays where it asks for another password',
      message('R', '\0\0\0\x05salt'),
      message('R', '\0\0\0\x05salt'),
    ],
    ['stays where it refuses', message('E', 'SFATAL\0\0'), message('E', 'SFATAL\0\0')],
    ['stays where it is cut', offer(both).slice(0, 6), offer(both).slice(0, 6)],
  ])('%s', async (_what, said, heard) => {
    expect(await through(said, size)).toBe(heard);
  });
});
