import type { ComponentName } from '../../core/cluster/inventory.ts';
import { memberNamed } from '../../core/cluster/member-named.ts';
import { componentNamed } from '../../core/components/index.ts';
import { buildOf } from '../../core/versions/build-of.ts';
import type { HttpAnswer } from '../../io/hosts/network-port.ts';
import type { AddressQuestion, Service, Serving, StandInDoor } from '../../io/services/port.ts';
import { BaiupError } from '../../lib/errors.ts';
import { waitFor } from '../../lib/wait.ts';
import { speaksTls } from '../discovery/tls-of.ts';
import type { StepContext } from './context.ts';
import { hostOfFiles } from './host-of-files.ts';

type Doors = Pick<StepContext, 'inventory' | 'host' | 'service' | 'signal'>;

interface Asked {
  readonly member: string;
  readonly component: ComponentName;
  readonly version: string;
  readonly timeoutMs: number;
}

/** Milliseconds in which one question must find the process that is asked for. */
const askMs = 3000;

/** @throws BaiupError `service.no-stand-in` where nothing can stand in for a service */
export function standInOf(member: string, { service }: Pick<StepContext, 'service'>) {
  const its = service(member);
  if (its.standIn && its.answer)
    return its as Service & { readonly standIn: StandInDoor } & Required<Pick<Service, 'answer'>>;
  throw new BaiupError('service.no-stand-in', `nothing can stand in for the service of ${member}`, {
    hint: 'make the plan again without --turn beside',
  });
}

/** The version that an answer tells; undefined where it tells none. */
function versionIn(component: ComponentName, { text }: HttpAnswer): string | undefined {
  try {
    const told = componentNamed(component).versionProbe?.version?.(JSON.parse(text));
    return told === undefined ? undefined : (buildOf(told)?.release ?? told);
  } catch {
    return undefined;
  }
}

/** What asks a member for its release. */
async function questionTo({ member, component }: Asked, context: Doors): Promise<AddressQuestion> {
  const asked = memberNamed(context.inventory, member);
  return {
    address: asked.endpoint,
    path: componentNamed(component).versionProbe?.path ?? '/',
    tls: speaksTls(asked, await hostOfFiles(member, context).readText(asked.config)),
    timeoutMs: askMs,
  };
}

/** What is wrong with what one process answers; undefined where nothing is. */
function troubleIn(found: HttpAnswer | undefined, { component, version }: Asked): string | undefined {
  if (!found) return 'it does not answer yet';
  if (found.status >= 400) return `it answers ${found.status}`;
  const told = versionIn(component, found);
  return told === undefined || told === version ? undefined : `it answers as ${told}`;
}

/**
 * Waits until it is the service's own process, or its stand-in's, that answers as a release: both listen at the same
 * address, and whoever asks that meets either of them.
 * @throws BaiupError `service.not-ready`
 */
export async function answersItself(who: Serving, asked: Asked, context: Doors): Promise<void> {
  const { member, version, timeoutMs } = asked;
  const name = who === 'service' ? `the service of ${member} itself` : `the stand-in of ${member}`;
  const its = standInOf(member, context);
  const lives = async (): Promise<boolean> =>
    who === 'service' ? (await its.state()).active : (await its.standIn.runs()) !== undefined;
  const question = await questionTo(asked, context);
  let trouble: string | undefined;
  const end = await waitFor(
    async () => {
      trouble = troubleIn(await its.answer(who, question), asked);
      if (trouble === undefined) return 'answers';
      return (await lives()) ? undefined : 'ended';
    },
    {
      timeoutMs,
      everyMs: 250,
      signal: context.signal,
      what: `${name} to answer as ${version}`,
      code: 'service.not-ready',
      trouble: () => trouble,
    },
  );
  if (end === 'answers') return;
  const tail = await its.logTail(5).catch(() => '');
  throw new BaiupError(
    'service.not-ready',
    `${name} has ended; the log of ${member} ends with:\n${tail.trimEnd()}`,
    { hint: `its log is kept with the run's evidence: ${member}.log` },
  );
}
