import { createHash } from 'node:crypto';
import { BaiupError } from '../../lib/errors.ts';
import type { PackageIndex } from './index-address.ts';
import type { IndexFile } from './project-page.ts';
import { type RequestOptions, request } from './request.ts';

/** A wheel on the index, read in parts. */
export interface RemoteWheel {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** The bytes from `start` up to, not including, `end`. */
  read(start: number, end: number): Promise<Buffer>;
  /** Bytes that have come over the network. */
  bytesRead(): number;
}

/** Opens a wheel; where the index knows no ranges it comes whole, once, and its hash is checked. */
export function remoteWheel(
  index: PackageIndex,
  file: Pick<IndexFile, 'filename' | 'url' | 'size' | 'hashes'>,
  options: Pick<RequestOptions, 'signal'> = {},
): RemoteWheel {
  let bytes = 0;
  let whole: Buffer | undefined;
  return {
    name: file.filename,
    size: file.size,
    bytesRead: () => bytes,
    async read(start, end) {
      if (whole) return whole.subarray(start, end);
      const headers = { Range: `bytes=${start}-${end - 1}` };
      const answer = await request(index, file.url, { ...options, headers });
      const body = Buffer.from(await answer.arrayBuffer());
      bytes += body.length;
      if (answer.status === 206 && body.length === end - start) return body;
      whole = verified(file, body);
      return whole.subarray(start, end);
    },
  };
}

function verified(file: Pick<IndexFile, 'filename' | 'hashes'>, body: Buffer): Buffer {
  const sha256 = createHash('sha256').update(body).digest('hex');
  if (sha256 === file.hashes.sha256) return body;
  throw new BaiupError(
    'index.hash',
    `${file.filename} is not the file that the index announces: its hash differs`,
  );
}
