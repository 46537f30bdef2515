import { z } from 'zod';
import { componentNamed } from '../../core/components/index.ts';
import { BaiupError } from '../../lib/errors.ts';
import { standInOf } from './answers-itself.ts';
import type { StepContext } from './context.ts';
import { keptDocument } from './kept-document.ts';
import { keptFile } from './kept-file.ts';
import { keptFiles } from './kept-files.ts';
import type { StandInParams } from './stand-in-params.ts';

/** Milliseconds in which a program must have ended its requests: its own limit is a minute (`shutdown_timeout` of aiohttp). */
export const requestsTimeoutMs = 120_000;

const pairs = z.array(z.object({ key: z.string(), value: z.string() }));

type Registered = z.infer<typeof pairs>;

async function registered(component: StandInParams['component'], context: StepContext): Promise<Registered> {
  const prefix = componentNamed(component).standIn?.registersAt;
  return prefix === undefined ? [] : [...(await context.configStore.pairs(prefix))];
}

/** What a stand-in has taken out of etcd when it ended, although its service serves. */
export async function takenOut(
  { hop, member, component }: Pick<StandInParams, 'hop' | 'member' | 'component'>,
  context: StepContext,
): Promise<Registered> {
  const file = keptFiles(context, hop).registered(member);
  const before = await keptDocument(
    file,
    pairs,
    (cause) => new BaiupError('run.file-damaged', `${file} can no longer be read`, { cause }),
  );
  if (!before || !(await context.service(member).state()).active) return [];
  const now = new Set((await registered(component, context)).map(({ key }) => key));
  return before.filter(({ key }) => !now.has(key));
}

/**
 * Ends what stands in for a service, once it has answered what it was asked. A manager that ends takes its host's name
 * out of etcd, also where another one of that host serves (`deregister_myself`), and an agent that finds none there
 * waits for one when it starts (`detect_manager` of ai/backend/agent/server.py): so the name is put there again.
 */
export async function endStandIn(
  given: Pick<StandInParams, 'hop' | 'member' | 'component' | 'signal'>,
  context: StepContext,
): Promise<void> {
  const { hop, member, component, signal } = given;
  const { standIn } = standInOf(member, context);
  if ((await standIn.runs()) !== undefined) {
    const before = await registered(component, context);
    if (before.length > 0)
      await keptFile.write(keptFiles(context, hop).registered(member), JSON.stringify(before));
  }
  await standIn.end(signal, { timeoutMs: requestsTimeoutMs });
  const lost = await takenOut(given, context);
  if (lost.length > 0) await context.configStore.putPairs(lost);
}
