import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import type { Span } from '../../core/run/spans.ts';
import { otlpBody, spanEndpoint, spanQueue } from './otlp.ts';

const span = (key: string, parent?: string): Span => ({
  ...{ key, parent, name: key, started: '2026-01-01T00:00:00.000Z', ended: '2026-01-01T00:00:01.500Z' },
  attributes: { 'baiup.hop': 1, 'baiup.step': key },
});

it.each<[Record<string, string>, string | undefined]>([
  [{}, undefined],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4318' }, 'http://c:4318/v1/traces'],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4318/otel/' }, 'http://c:4318/otel/v1/traces'],
  [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://c/t' }, 'http://c/t'],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'c:4317' }, undefined],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c', OTEL_SDK_DISABLED: 'true' }, undefined],
])('%j leads to %s', (env, url) => {
  expect(spanEndpoint(env)?.url).toBe(url);
});

it('takes headers as OpenTelemetry writes them, and none that it cannot read', () => {
  const headers = (text: string) =>
    spanEndpoint({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c', OTEL_EXPORTER_OTLP_HEADERS: text })?.headers;
  expect(headers('authorization=Basic%20abc, x-a=b=c')).toEqual({ authorization: 'Basic abc', 'x-a': 'b=c' });
  expect(headers('x=%zz,y=1')).toEqual({ y: '1' });
});

it('writes spans with ids that stay, each below its own', () => {
  const body = JSON.stringify(otlpBody('b0a1', [span('hop 0', 'run'), span('run')], 'baiup'));
  expect(JSON.stringify(otlpBody('b0a1', [span('hop 0', 'run'), span('run')], 'baiup'))).toBe(body);
  const [hop, run] = JSON.parse(body).resourceSpans[0].scopeSpans[0].spans;
  expect(hop.parentSpanId).toBe(run.spanId);
  expect(hop.traceId).toMatch(/^[0-9a-f]{32}$/);
  expect(run).toMatchObject({
    startTimeUnixNano: '1767225600000000000',
    endTimeUnixNano: '1767225601500000000',
  });
  expect(run).not.toHaveProperty('parentSpanId');
});

async function collector(statuses: readonly number[], act: (url: string, got: string[]) => Promise<void>) {
  const got: string[] = [];
  const left = [...statuses];
  const server = createServer((asked, answer) => {
    let text = '';
    asked.on('data', (piece) => {
      text += piece;
    });
    asked.on('end', () => {
      got.push(text);
      answer.writeHead(left.shift() ?? 200).end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await act(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/traces`, got);
  } finally {
    server.close();
  }
}

const names = (text: string): string[] =>
  JSON.parse(text).resourceSpans[0].scopeSpans[0].spans.map(({ name }: Span) => name);

it('sends what it was given by its end, and again what was not taken', async () => {
  await collector([503], async (url, got) => {
    const queue = spanQueue({ url, headers: {}, service: 'baiup' }, 'b0a1');
    queue.put([span('a')]);
    await queue.end();
    queue.put([span('b')]);
    await queue.end();
    expect(got.map(names)).toEqual([['a'], ['a', 'b']]);
  });
});

it('sends nothing again that is refused for good, and fails for nothing', async () => {
  await collector([400], async (url, got) => {
    const queue = spanQueue({ url, headers: {}, service: 'baiup' }, 'b0a1');
    queue.put([span('a')]);
    await queue.end();
    await queue.end();
    expect(got).toHaveLength(1);
  });
  const nowhere = spanQueue({ url: 'http://127.0.0.1:1/v1/traces', headers: {}, service: 'baiup' }, 'b0a1');
  nowhere.put([span('a')]);
  await expect(nowhere.end()).resolves.toBeUndefined();
});
