/** What one side of a channel tells the other: a header, and bytes. */
export interface Frame {
  readonly header: FrameHeader;
  readonly body: Uint8Array;
}

export type FrameHeader = Readonly<Record<string, unknown>>;

const lengths = 8;

/** Two lengths, the header as JSON, the body: what `far/frames.py` reads. */
export function packed(header: FrameHeader, body: Uint8Array = new Uint8Array()): Buffer {
  const text = Buffer.from(JSON.stringify(header));
  const head = Buffer.alloc(lengths);
  head.writeUInt32BE(text.length, 0);
  head.writeUInt32BE(body.length, 4);
  return Buffer.concat([head, text, body]);
}

/** Takes bytes as they come, and hands on each frame once it is whole. */
export function frameReader(onFrame: (frame: Frame) => void): (data: Buffer) => void {
  let parts: Buffer[] = [];
  let size = 0;
  let needed = lengths;
  return (data) => {
    parts.push(data);
    size += data.length;
    if (size < needed) return;
    let rest = Buffer.concat(parts);
    for (;;) {
      if (rest.length < lengths) needed = lengths;
      else needed = lengths + rest.readUInt32BE(0) + rest.readUInt32BE(4);
      if (rest.length < needed) break;
      const end = lengths + rest.readUInt32BE(0);
      const header = JSON.parse(rest.toString('utf8', lengths, end)) as FrameHeader;
      onFrame({ header, body: rest.subarray(end, needed) });
      rest = rest.subarray(needed);
    }
    parts = [rest];
    size = rest.length;
  };
}
