import { Agent, get } from 'node:http';

/** Where requests go, and what tells from an answer which release gave it. */
export interface Target {
  readonly name: string;
  readonly url: string;
  readonly version: (body: string) => string;
}

/** What became of the requests to one target over one kind of connection. */
export interface LoadCount {
  readonly target: string;
  readonly connections: 'new' | 'kept';
  sent: number;
  lost: number;
  /** Asked once more, because the connection that was kept had been closed by the other end meanwhile. */
  again: number;
  readonly answeredBy: Record<string, number>;
  readonly errors: Record<string, number>;
  /** Milliseconds that the slowest answer took. */
  slowest: number;
}

/** Connections that are kept, for each target. */
const keptConnections = 20;
/** Browsers and aiohttp wait for five minutes. What is slow is told, and is not lost. */
const answerTimeoutMs = 60_000;

interface Way {
  readonly target: Target;
  readonly count: LoadCount;
  readonly agent: Agent | undefined;
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

class ClosedMeanwhile extends Error {}

function ask({ target, agent }: Way): Promise<Answer> {
  return new Promise((resolve, reject) => {
    // It holds also for one that waits for a connection of its agent.
    const signal = AbortSignal.timeout(answerTimeoutMs);
    const request = get(target.url, { agent: agent ?? false, signal }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        body += part;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
      response.on('error', reject);
    });
    request.on('error', (error: NodeJS.ErrnoException) => {
      if (signal.aborted) return reject(new Error('no answer in time'));
      // RFC 9112, 9.3.1: a client asks again where a connection that it has kept is closed before anything came back.
      const closed = request.reusedSocket && error.code === 'ECONNRESET';
      reject(closed ? new ClosedMeanwhile(error.message) : error);
    });
  });
}

async function askOnce(way: Way, left = keptConnections): Promise<Answer> {
  try {
    return await ask(way);
  } catch (error) {
    if (!(error instanceof ClosedMeanwhile) || left === 0) throw error;
    way.count.again += 1;
    return askOnce(way, left - 1);
  }
}

const oneMore = (counts: Record<string, number>, key: string): void => {
  counts[key] = (counts[key] ?? 0) + 1;
};

async function send(way: Way): Promise<void> {
  const { count, target } = way;
  const begun = performance.now();
  count.sent += 1;
  try {
    const { status, body } = await askOnce(way);
    if (status !== 200) throw new Error(`${status}`);
    oneMore(count.answeredBy, target.version(body));
  } catch (error) {
    count.lost += 1;
    const { code = '' } = error as NodeJS.ErrnoException;
    oneMore(count.errors, code || (error as Error).message);
  }
  count.slowest = Math.max(count.slowest, performance.now() - begun);
}

export interface Load {
  /** Ends it once all that was sent is answered or lost. */
  end(): Promise<readonly LoadCount[]>;
  readonly sent: () => number;
}

/** Sends so many requests a second, evenly to each target by new and by kept connections, whether answers come or not. */
export function startLoad(targets: readonly Target[], perSecond: number): Load {
  const ways = targets.flatMap((target) =>
    (['new', 'kept'] as const).map((connections): Way => {
      const count = { sent: 0, lost: 0, again: 0, answeredBy: {}, errors: {}, slowest: 0 };
      const agent =
        connections === 'kept' ? new Agent({ keepAlive: true, maxSockets: keptConnections }) : undefined;
      return { target, agent, count: { target: target.name, connections, ...count } };
    }),
  );
  const under = new Set<Promise<void>>();
  const begun = performance.now();
  let next = 0;
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - begun) / 1000) * perSecond);
    for (; next < due; next += 1) {
      const way = ways[next % ways.length];
      if (!way) continue;
      const sent = send(way).finally(() => under.delete(sent));
      under.add(sent);
    }
  }, 5);
  return {
    sent: () => next,
    end: async () => {
      clearInterval(timer);
      await Promise.all(under);
      for (const { agent } of ways) agent?.destroy();
      return ways.map(({ count }) => count);
    },
  };
}
