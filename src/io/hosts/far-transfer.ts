import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { BaiupError } from '../../lib/errors.ts';
import { withDraft } from '../../lib/with-draft.ts';
import type { FarDoor } from './far-door.ts';
import type { Host, SentFile } from './port.ts';
import { onFile } from './refusal.ts';

function damaged(host: string, path: string): BaiupError {
  return new BaiupError('host.transfer-damaged', `${path} was changed on its way from or to ${host}`, {
    hint: 'try again',
    left: 'no file took the place of the one that was there',
  });
}

async function upload(door: FarDoor, from: string, path: string): Promise<SentFile> {
  const source = await open(from);
  try {
    const sent = await onFile(door.host, path, () =>
      door.changing(async (side) => {
        const call = side.call({ do: 'upload', path });
        const hash = createHash('sha256');
        const read = source.createReadStream({ start: 0, autoClose: false, highWaterMark: 1 << 18 });
        for await (const part of read as AsyncIterable<Buffer>) {
          hash.update(part);
          await call.tell(part);
        }
        call.end({ sha256: hash.digest('hex') });
        return (await call.done).ok as SentFile;
      }),
    );
    return sent;
  } finally {
    await source.close();
  }
}

async function download(door: FarDoor, path: string, to: string): Promise<SentFile> {
  return withDraft(to, async (draft) => {
    const sent = await onFile(door.host, path, () =>
      door.reading(async (side) => {
        const file = await open(draft, 'w', 0o600);
        try {
          const out = async (_stream: number, data: Uint8Array) => void (await file.write(data));
          const { ok } = await side.call({ do: 'download', path }, undefined, { out }).done;
          await file.sync();
          return ok as SentFile;
        } finally {
          await file.close();
        }
      }),
    );
    const hash = createHash('sha256');
    for await (const part of createReadStream(draft)) hash.update(part);
    if (hash.digest('hex') !== sent.sha256) throw damaged(door.host, path);
    return sent;
  });
}

/** Our own programs lie in the folder that goes with us, under a name of their content. */
async function bring(door: FarDoor, paths: readonly string[]): Promise<string> {
  const texts = await Promise.all(paths.map((path) => readFile(path)));
  const hash = createHash('sha256');
  for (const text of texts) hash.update(text).update('\0');
  const name = hash.digest('hex').slice(0, 16);
  return door.reading(async ({ facts, call }) => {
    const folder = join(facts.own, 'programs', name);
    const puts = paths.map(
      (path, index) =>
        call({ do: 'write', mode: 0o600, path: join(folder, basename(path)) }, texts[index]).done,
    );
    await Promise.all(puts);
    return join(folder, basename(paths[0] ?? ''));
  });
}

/** Files that go to a host at the far end of a channel, and come from there. */
export function farTransfer(door: FarDoor): Pick<Host, 'upload' | 'download' | 'bring' | 'lend'> {
  const removed = (path: string) => async (): Promise<void> => {
    await door.reading(({ call }) => call({ do: 'remove', path: dirname(path) }).done);
  };
  return {
    upload: (from, to) => upload(door, from, to),
    download: (from, to) => download(door, from, to),
    bring: (...paths) => onFile(door.host, basename(paths[0]), () => bring(door, paths)),
    lend: async (name, content) => {
      const lend = () => door.reading(({ call }) => call({ do: 'lend', name }, Buffer.from(content)).done);
      const lent = await onFile(door.host, name, lend);
      const path = String(lent.ok);
      return { path, takeBack: removed(path) };
    },
  };
}
