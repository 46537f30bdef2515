import { createHash } from 'node:crypto';
import { BaiupError } from '../../lib/errors.ts';
import type { OfferedFile } from './offered-file.ts';
import type { PackageIndex } from './package-index.ts';
import { type RequestOptions, request } from './request.ts';
import type { WheelBytes } from './wheel-bytes.ts';

type File = Pick<OfferedFile, 'filename' | 'url' | 'size' | 'sha256'>;

function verified({ filename, sha256, size }: File, body: Buffer): Buffer {
  if (createHash('sha256').update(body).digest('hex') === sha256) return body;
  const short =
    size !== undefined && body.length < size ? `only ${body.length} of ${size} bytes arrived` : '';
  throw new BaiupError(
    'index.hash',
    `${filename} is not the file that the index announces: ${short || 'its hash differs'}`,
    {
      hint: 'try again; if that does not help, the index or a proxy on the way to it is broken',
      left: 'nothing of it was used; the catalog is as before',
    },
  );
}

/** Opens a wheel on the index; where the index knows no ranges it comes whole, once, and its hash is checked. */
export function remoteWheel(
  index: PackageIndex,
  file: File,
  options: Pick<RequestOptions, 'signal' | 'meter'>,
): WheelBytes {
  let whole: Promise<Buffer> | undefined;
  const download = async (): Promise<Buffer> =>
    verified(file, (await request(index, file.url, options)).body);

  /** The part, or undefined where the index sent the whole wheel or something else. */
  const part = async (range: string, length: number) => {
    const headers = { Range: `bytes=${range}`, 'Accept-Encoding': 'identity' };
    const answer = await request(index, file.url, { ...options, headers });
    if (answer.status === 206 && answer.body.length === length) return answer;
    whole ??= answer.status === 200 ? Promise.resolve(verified(file, answer.body)) : download();
    return undefined;
  };

  return {
    name: file.filename,
    async tail(length) {
      const wanted = Math.min(length, file.size ?? length);
      const answer = whole ? undefined : await part(`-${wanted}`, wanted);
      const size = Number(/\/(\d+)$/.exec(answer?.headers.get('content-range') ?? '')?.[1] ?? file.size);
      if (answer && Number.isInteger(size)) return { bytes: answer.body, size };
      whole ??= download();
      const bytes = await whole;
      return { bytes: bytes.subarray(Math.max(0, bytes.length - length)), size: bytes.length };
    },
    async read(start, end) {
      const answer = whole ? undefined : await part(`${start}-${end - 1}`, end - start);
      return answer ? answer.body : ((await whole) ?? (await download())).subarray(start, end);
    },
  };
}
