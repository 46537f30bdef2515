import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How a server may misbehave for addresses that hold a word. */
export type Fault = 404 | 403 | 503 | 'garbage' | 'half' | 'short' | 'other';

/** A package index on this machine, and what it is to do wrong. */
export interface SimulatedIndex {
  readonly url: string;
  /** Wheels by file name. */
  readonly wheels: Map<string, Buffer>;
  readonly withdrawn: Map<string, string>;
  readonly faults: Map<string, Fault>;
  /** Stumbles that pass: the next so many answers are 503. */
  stumbles: number;
  ranges: boolean;
  form: 'json' | 'html';
  /** What pages can be known again by. */
  marks: 'etag' | 'length' | 'none';
  /** "GET /simple/…", with the part asked for. */
  readonly seen: { readonly request: string; readonly authorization: string | undefined }[];
  close(): void;
}

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const projectOf = (filename: string) => filename.split('-')[0]?.replaceAll(/[._]/g, '-');

function jsonPage({ withdrawn }: SimulatedIndex, files: readonly (readonly [string, Buffer])[]): string {
  const listed = files.map(([filename, bytes]) => ({
    filename,
    url: `../../files/${filename}`,
    hashes: { sha256: sha256(bytes) },
    size: bytes.length,
    'upload-time': '2024-10-21T05:02:19.541296Z',
    'requires-python': '<3.13,>=3.12',
    yanked: withdrawn.get(filename) ?? false,
  }));
  const sdist = { filename: 'backend.ai-manager-24.3.11.tar.gz', url: 'x', hashes: {} };
  return JSON.stringify({ files: [...listed, sdist] });
}

function htmlPage({ withdrawn }: SimulatedIndex, files: readonly (readonly [string, Buffer])[]): string {
  const anchors = files.map(([filename, bytes]) => {
    const why = withdrawn.get(filename);
    const yanked = why === undefined ? '' : ` data-yanked="${why}"`;
    return `<a href="../../files/${filename}#sha256=${sha256(bytes)}" data-requires-python="&gt;=3.12"${yanked}>${filename}</a>`;
  });
  return `<!DOCTYPE html><html><body><a href="/">home</a>${anchors.join('<br/>\n')}</body></html>`;
}

function page(index: SimulatedIndex, project: string, response: ServerResponse, isHead: boolean): void {
  const files = [...index.wheels].filter(([filename]) => projectOf(filename) === project);
  if (files.length === 0) return void response.writeHead(404).end();
  const text = (index.form === 'json' ? jsonPage : htmlPage)(index, files);
  const type = index.form === 'json' ? 'application/vnd.pypi.simple.v1+json' : 'text/html';
  const mark = index.marks === 'etag' ? { ETag: `"${sha256(Buffer.from(text))}"` } : {};
  if (isHead && index.marks === 'none') return void response.writeHead(405).end();
  response.writeHead(200, { 'Content-Type': type, 'Content-Length': text.length, ...mark });
  response.end(isHead ? undefined : text);
}

function file(
  { ranges }: SimulatedIndex,
  bytes: Buffer,
  range: string | undefined,
  response: ServerResponse,
) {
  const [, from = '', to = ''] = /bytes=(\d*)-(\d*)/.exec(range ?? '') ?? [];
  if (!ranges || from + to === '') return void response.writeHead(200).end(bytes);
  const start = from === '' ? Math.max(0, bytes.length - Number(to)) : Number(from);
  const end = from === '' ? bytes.length : Number(to) + 1;
  const part = bytes.subarray(start, end);
  response.writeHead(206, { 'Content-Range': `bytes ${start}-${start + part.length - 1}/${bytes.length}` });
  response.end(part);
}

function misbehave(fault: Fault, bytes: Buffer, response: ServerResponse): void {
  if (typeof fault === 'number') response.writeHead(fault).end();
  else if (fault === 'garbage') response.writeHead(200).end('\u0000 no page at all');
  else if (fault === 'short') response.writeHead(200).end(bytes.subarray(0, bytes.length / 2));
  else if (fault === 'other') response.writeHead(200).end(Buffer.alloc(bytes.length, 'x'));
  else {
    response.writeHead(200, { 'Content-Length': 1_000_000 });
    response.write('{"files": [');
    setTimeout(() => response.destroy(), 5);
  }
}

function answer(index: SimulatedIndex, request: IncomingMessage, response: ServerResponse): void {
  const { method, url = '', headers } = request;
  index.seen.push({
    request: `${method} ${url} ${headers.range ?? ''}`.trim(),
    authorization: headers.authorization,
  });
  const wheel = index.wheels.get(decodeURIComponent(url.split('/').at(-1) ?? ''));
  const [, fault] = [...index.faults].find(([word]) => url.includes(word)) ?? [];
  if (index.stumbles > 0) {
    index.stumbles -= 1;
    response.writeHead(503).end();
  } else if (fault !== undefined)
    misbehave(fault, wheel ?? Buffer.from('{"files": [{"filename": "x'), response);
  else if (wheel) file(index, wheel, headers.range, response);
  else page(index, url.split('/').at(-2) ?? '', response, method === 'HEAD');
}

/** Starts an empty index on this machine. */
export async function simulatedIndex(): Promise<SimulatedIndex> {
  const server = createServer((request, response) => answer(index, request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const index: SimulatedIndex = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/simple`,
    ...{ wheels: new Map(), withdrawn: new Map(), faults: new Map(), seen: [] },
    ...{ stumbles: 0, ranges: true, form: 'json', marks: 'etag' },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
  return index;
}
