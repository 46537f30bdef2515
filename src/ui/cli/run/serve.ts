import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { operator } from '../../../app/engine/operator.ts';
import { messageOf, usageError } from '../../../lib/errors.ts';
import { stateHome } from '../../../lib/state-home.ts';
import { loadAssets } from '../../server/assets.ts';
import { parentGone, tellParent } from '../../server/child-server.ts';
import { childTasks } from '../../server/child-tasks.ts';
import { type Doors, inUrl, isLoopback } from '../../server/doors.ts';
import { listen } from '../../server/listen.ts';
import { openServer } from '../../server/server.ts';
import { openUsers } from '../../server/users.ts';
import type { CommonFlags } from '../context.ts';
import type { Outcome } from '../outcome.ts';
import { siteHere } from '../serving/site-here.ts';
import type { Terminal } from '../terminal.ts';
import { reportText } from './report.ts';

export interface ServeFlags extends CommonFlags {
  readonly port: number;
  readonly listen: string;
  readonly name: readonly string[];
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly proxy: readonly string[];
  readonly users?: string;
  readonly metricsToken?: string;
  readonly run?: string;
}

const reportTypes = {
  html: 'text/html; charset=utf-8',
  md: 'text/markdown; charset=utf-8',
  json: 'application/json; charset=utf-8',
} as const;

const example =
  'baiup serve --listen 0.0.0.0 --name HOST --users users.json --tls-cert cert.pem --tls-key key.pem';

/** @throws BaiupError `serve.open` (exit 64) where others could look without being known, or could be listened to */
function doorsOf({ listen: address, name, tlsCert, tlsKey, proxy, users }: ServeFlags): Doors {
  if ((tlsCert === undefined) !== (tlsKey === undefined))
    throw usageError('serve.certificate', '--tls-cert and --tls-key belong together', example);
  const isOpen = !isLoopback(address) || proxy.length > 0 || name.length > 0;
  const wrong = (what: string) => usageError('serve.open', what, example);
  if (isOpen && users === undefined)
    throw wrong('others can reach it, so it needs named users: --users FILE');
  if (isOpen && tlsCert === undefined && proxy.length === 0)
    throw wrong('others can reach it, so it needs TLS: --tls-cert and --tls-key, or --proxy ADDRESS');
  if (isOpen && name.length === 0)
    throw wrong('others can reach it, so it must know the name that browsers call it by: --name HOST');
  return { listen: address, names: name, tls: tlsCert !== undefined, proxies: proxy };
}

/** @throws BaiupError `serve.file` (exit 64) */
async function textOf(file: string | undefined): Promise<string> {
  if (file === undefined) return '';
  return readFile(file, 'utf8').catch((error: unknown) => {
    throw usageError('serve.file', `${file} cannot be read: ${messageOf(error)}`);
  });
}

/** @throws BaiupError `serve.token` (exit 64) for one that can be guessed */
async function metricsTokenOf({ metricsToken: file }: ServeFlags): Promise<string | undefined> {
  const token = (await textOf(file)).trim();
  if (file === undefined) return undefined;
  if (token.length >= 16) return token;
  throw usageError('serve.token', `${file} holds a token that can be guessed: it needs 16 signs or more`);
}

/** What somebody opens in a browser. */
function addressOf({ listen: host, names, tls, proxies }: Doors, port: number): string {
  if (proxies.length > 0) return `https://${names[0] ?? host}/`;
  return `${tls ? 'https' : 'http'}://${names[0] ?? (isLoopback(host) ? '127.0.0.1' : inUrl(host))}:${port}/`;
}

/** Milliseconds that pages have for a run's last events once its process has ended. */
const lastLookMs = 3_000;

const fired = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });

/** Serves the page until Ctrl-C. */
export async function serve(terminal: Terminal, flags: ServeFlags, planFile?: string): Promise<Outcome> {
  const doors = doorsOf(flags);
  const assets = await loadAssets();
  const users = flags.users === undefined ? undefined : await openUsers(flags.users);
  const folder = join(stateHome(), 'serve');
  const site = siteHere(terminal.clusterFile, {
    tasks: childTasks(join(folder, 'tasks'), () => new Date()),
    first: flags.run ?? null,
    planFile: planFile ?? join(folder, 'plan.json'),
    report: async (run, format) => ({
      name: `baiup-${run.replace(/[^\w-]/g, '_')}.${format}`,
      type: reportTypes[format],
      text: await reportText(run, format, new Date().toISOString()),
    }),
  });
  let port = flags.port;
  const say = (line: string): void => terminal.progress.say(line);
  const tell = (opened: string, before = ''): void => {
    say(`${before}${opened}`);
    tellParent({ address: opened });
  };
  const server = openServer({
    ...{ site, assets, doors, users, now: Date.now, port: () => port },
    metricsToken: await metricsTokenOf(flags),
    owner: { name: operator(), role: 'operator' },
    onEntered: (token) => tell(`${addressOf(doors, port)}enter?token=${token}`, 'for another browser: '),
  });
  const tls = doors.tls ? { cert: await textOf(flags.tlsCert), key: await textOf(flags.tlsKey) } : undefined;
  const listening = await listen({ listen: doors.listen, port, tls, fetch: server.fetch });
  port = listening.port;
  const address = addressOf(doors, port);
  terminal.interrupts.underWay({
    word: async () => 'The server ends; what it has begun goes on.',
    standing: async () => ({ left: 'runs go on without it', next: 'baiup serve' }),
  });
  tell(users ? address : `${address}enter?token=${server.nextEntry()}`);
  say('Ctrl-C ends the server; runs go on without it.');
  const gone = parentGone();
  await fired(AbortSignal.any([terminal.interrupted, gone]));
  // Whoever looks sees how it ended.
  if (gone.aborted) await delay(lastLookMs);
  await server.hub.end();
  await listening.end();
  return { json: { address }, text: '' };
}
