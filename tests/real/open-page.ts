import type { RunEvent } from '../../src/core/run/event.ts';
import type { Me } from '../../src/ui/server/wire.ts';
import type { Driven } from './driven.ts';

/** A page of a server: what it asks, and what it hears. */
export interface Page {
  readonly me: Me;
  get(path: string): Promise<Response>;
  post(path: string, body: object): Promise<{ readonly status: number; readonly json: unknown }>;
  /** Numbers of the events that came, in their order; the last number of a snapshot first. `text`: all that came. */
  watch(run: string): {
    readonly seqs: number[];
    readonly text: () => string;
    readonly leave: () => void;
  };
}

export async function addressOf(server: Driven): Promise<URL> {
  let said = '';
  server.process.stdout?.on('data', (text: string) => {
    said += text;
  });
  return server.until('it prints its address', async () => {
    const [address] = /https?:\/\/\S+token=\S+/.exec(said) ?? [];
    return address === undefined ? undefined : new URL(address);
  });
}

export async function openPage(address: URL): Promise<Page> {
  const { origin } = address;
  const entered = await fetch(address, { redirect: 'manual' });
  const [cookie = ''] = entered.headers.getSetCookie()[0]?.split(';') ?? [];
  const get = (path: string, signal?: AbortSignal): Promise<Response> =>
    fetch(`${origin}${path}`, { headers: { cookie }, ...(signal ? { signal } : {}) });
  const me = (await (await get('/api/me')).json()) as Me;
  const headers = { cookie, origin, 'content-type': 'application/json', 'x-baiup-csrf': me.csrf };
  return {
    me,
    get,
    post: async (path, body) => {
      const answer = await fetch(`${origin}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
      return { status: answer.status, json: await answer.json() };
    },
    watch: (run) => {
      const seqs: number[] = [];
      let all = '';
      const leaving = new AbortController();
      const listen = async (): Promise<void> => {
        const { body } = await get(`/api/stream?run=${run}`, leaving.signal);
        let rest = '';
        for await (const piece of body?.pipeThrough(new TextDecoderStream()) ?? []) {
          all += piece;
          const blocks = `${rest}${piece}`.split('\n\n');
          rest = blocks.pop() ?? '';
          for (const block of blocks) {
            const data =
              block
                .split('\n')
                .find((line) => line.startsWith('data: '))
                ?.slice(6) ?? 'null';
            if (block.startsWith('event: snapshot')) seqs.push(JSON.parse(data).seq);
            if (block.startsWith('event: events'))
              seqs.push(...JSON.parse(data).map(({ seq }: RunEvent) => seq));
          }
        }
      };
      listen().catch(() => undefined);
      return { seqs, text: () => all, leave: () => leaving.abort() };
    },
  };
}
