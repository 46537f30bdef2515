import { describe, expect, it } from 'vitest';
import { type Frame, frameReader, packed } from './far-frames.ts';

describe('frames', () => {
  const sent = [
    packed({ id: 1, do: 'täst' }, Buffer.from('body')),
    packed({ id: 2 }),
    packed({ id: 3 }, Buffer.from([0, 255])),
  ];

  it.each([1, 3, 7, 1000])('are whole again when they come in pieces of %i bytes', (size) => {
    const heard: Frame[] = [];
    const read = frameReader((frame) => void heard.push(frame));
    const all = Buffer.concat(sent);
    for (let at = 0; at < all.length; at += size) read(all.subarray(at, at + size));
    expect(heard.map(({ header, body }) => [header, Buffer.from(body).toString('latin1')])).toEqual([
      [{ id: 1, do: 'täst' }, 'body'],
      [{ id: 2 }, ''],
      [{ id: 3 }, '\0ÿ'],
    ]);
  });
});
