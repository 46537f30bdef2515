import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { operator } from '../../../app/engine/operator.ts';
import { readPlan } from '../../../app/records/read-plan.ts';
import { messageOf, usageError } from '../../../lib/errors.ts';
import { stateHome } from '../../../lib/state-home.ts';
import { loadAssets } from '../../server/assets.ts';
import { parentGone, tellParent } from '../../server/child-server.ts';
import { childTasks } from '../../server/child-tasks.ts';
import { listen } from '../../server/listen.ts';
import { openServer } from '../../server/server.ts';
import { openUsers } from '../../server/users.ts';
import type { CommonFlags } from '../context.ts';
import type { Outcome } from '../outcome.ts';
import { addressOf, type DoorFlags, doorsOf } from '../serving/doors-of.ts';
import { siteHere } from '../serving/site-here.ts';
import type { Terminal } from '../terminal.ts';
import { reportText } from './report.ts';

export interface ServeFlags extends CommonFlags, DoorFlags {
  readonly port: number;
  readonly metricsToken?: string;
  readonly run?: string;
}

const reportTypes = {
  html: 'text/html; charset=utf-8',
  md: 'text/markdown; charset=utf-8',
  json: 'application/json; charset=utf-8',
} as const;

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
  if (planFile !== undefined) await readPlan(planFile);
  const site = siteHere(terminal, {
    tasks: childTasks(join(folder, 'tasks'), () => new Date()),
    first: flags.run ?? null,
    givenPlan: planFile,
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
