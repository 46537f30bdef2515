import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import type { Span } from '../../core/run/spans.ts';
import { baiupVersion } from '../../lib/baiup-version.ts';
import type { Variables } from '../../lib/variables.ts';

/** Where spans go. */
export interface SpanEndpoint {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly service: string;
}

const timeoutMs = 5_000;
const everyMs = 1_000;
/** Spans that wait at most: where nobody takes them, the oldest go. */
const most = 20_000;
const atOnce = 500;

/** `name=value,name=value`, values as in an address; what cannot be read is left out. */
function headersIn(text: string): Record<string, string> {
  const pairs = text.split(',').flatMap((each): [string, string][] => {
    const [, name, value = ''] = /^\s*([^=\s]+)\s*=\s*(.*?)\s*$/.exec(each) ?? [];
    try {
      return name === undefined ? [] : [[name, decodeURIComponent(value)]];
    } catch {
      return [];
    }
  });
  return Object.fromEntries(pairs);
}

/** The endpoint that the variables of OpenTelemetry name; undefined where they name none. */
export function spanEndpoint(env: Variables = process.env): SpanEndpoint | undefined {
  const base = env['OTEL_EXPORTER_OTLP_ENDPOINT'];
  const whole = env['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'];
  const url = whole || (base ? `${base.replace(/\/+$/, '')}/v1/traces` : undefined);
  if (!url || !/^https?:\/\//.test(url) || env['OTEL_SDK_DISABLED'] === 'true') return undefined;
  const headers = env['OTEL_EXPORTER_OTLP_TRACES_HEADERS'] ?? env['OTEL_EXPORTER_OTLP_HEADERS'] ?? '';
  return { url, headers: headersIn(headers), service: env['OTEL_SERVICE_NAME'] || 'baiup' };
}

/** Ids are made of the run's, so a process that goes on with a run tells parts of the same trace. */
const idOf = (text: string, bytes: number): string =>
  createHash('sha256')
    .update(text)
    .digest('hex')
    .slice(0, bytes * 2);

const nanoseconds = (at: string): string => `${Date.parse(at)}000000`;

const attribute = ([key, value]: readonly [string, string | number]) => ({
  key,
  value: typeof value === 'number' ? { intValue: String(value) } : { stringValue: value },
});

/** Spans as OTLP writes them in JSON. */
export function otlpBody(run: string, spans: readonly Span[], service: string): unknown {
  const traceId = idOf(`trace ${run}`, 16);
  const told = spans.map(({ key, parent, name, started, ended, failure, attributes }) => ({
    traceId,
    spanId: idOf(`${run} ${key}`, 8),
    ...(parent === undefined ? {} : { parentSpanId: idOf(`${run} ${parent}`, 8) }),
    name,
    kind: 1,
    startTimeUnixNano: nanoseconds(started),
    endTimeUnixNano: nanoseconds(ended),
    attributes: Object.entries({ ...attributes, ...(failure ? { 'error.type': failure.code } : {}) }).map(
      attribute,
    ),
    status: failure ? { code: 2, message: failure.message } : { code: 1 },
  }));
  const resource = { 'service.name': service, 'service.version': baiupVersion, 'host.name': hostname() };
  return {
    resourceSpans: [
      {
        resource: { attributes: Object.entries(resource).map(attribute) },
        scopeSpans: [{ scope: { name: 'baiup', version: baiupVersion }, spans: told }],
      },
    ],
  };
}

/** Spans on their way. Nothing of it holds anybody up, and nothing fails for it. */
export interface SpanQueue {
  put(spans: readonly Span[]): void;
  /** Gives what is left a little time. It never throws. */
  end(): Promise<void>;
}

/** @param run the run's id, unique in the world */
export function spanQueue({ url, headers, service }: SpanEndpoint, run: string): SpanQueue {
  const waiting: Span[] = [];
  let sending: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;

  const send = async (spans: readonly Span[]): Promise<boolean> => {
    try {
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(otlpBody(run, spans, service)),
        signal: AbortSignal.timeout(timeoutMs),
        redirect: 'error',
      });
      await answer.body?.cancel();
      // What is refused for good is not sent again.
      return answer.ok || (answer.status >= 400 && answer.status < 500 && answer.status !== 429);
    } catch {
      return false;
    }
  };

  const sendAll = async (): Promise<void> => {
    while (waiting.length > 0) {
      const some = waiting.slice(0, atOnce);
      if (!(await send(some))) return;
      waiting.splice(0, some.length);
    }
  };

  const begin = (): Promise<void> => {
    sending ??= sendAll().finally(() => {
      sending = undefined;
    });
    return sending;
  };

  return {
    put: (spans) => {
      waiting.push(...spans);
      if (waiting.length > most) waiting.splice(0, waiting.length - most);
      if (waiting.length === 0 || timer) return;
      timer = setTimeout(() => {
        timer = undefined;
        begin().catch(() => undefined);
      }, everyMs);
      timer.unref();
    },
    end: async () => {
      clearTimeout(timer);
      await sending;
      await begin();
    },
  };
}
