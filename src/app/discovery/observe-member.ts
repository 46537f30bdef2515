import { createHash } from 'node:crypto';
import { agentIds } from '../../core/cluster/agent-ids.ts';
import type { Member } from '../../core/cluster/inventory.ts';
import type { MemberSnapshot } from '../../core/cluster/snapshot.ts';
import { absentFrom } from '../../core/components/absent-from.ts';
import { componentNamed } from '../../core/components/index.ts';
import { textTrouble } from '../../core/configuration/text-trouble.ts';
import { defaultLimits } from '../../core/plan/limits.ts';
import type { Version } from '../../core/versions/version.ts';
import type { HostReader } from '../../io/hosts/port.ts';
import { atMost } from '../../lib/at-most.ts';
import { BaiupError, exitCode } from '../../lib/errors.ts';
import type { MemberAnswer } from '../steps/context.ts';
import { observeService } from './observe-service.ts';
import { type Installed, readInstalled } from './read-installed.ts';
import type { Readers } from './readers.ts';
import { speaksTls } from './tls-of.ts';

/** What is told of a configuration: it may hold secrets, so never its text. */
async function readConfig(host: HostReader, member: Member) {
  const { config: file } = member;
  const text = await host.readText(file);
  if (text === undefined) return undefined;
  const trouble = textTrouble(text);
  const agents = agentIds(member, text);
  return {
    text,
    configSha256: createHash('sha256').update(text).digest('hex'),
    ...(agents.length > 1 ? { agents } : {}),
    ...(speaksTls(member, text) ? { tls: true as const } : {}),
    ...(trouble ? { configTrouble: { file, ...trouble } } : {}),
  };
}

function noConfig({ id, config }: Member): BaiupError {
  return new BaiupError(
    'cluster.config-missing',
    `${id} has the configuration file ${config}, which does not exist`,
    {
      exit: exitCode.refused,
      hint: `correct "config" of ${id} in cluster.yaml`,
    },
  );
}

const found = ({ id, component, host }: Member) => ({ id, component, host });

/** A member whose component the installed release does not have: as it should be when it does not run. */
async function observeAbsent(
  member: Member,
  absent: 'not-yet' | 'no-longer',
  release: Version,
  readers: Readers,
): Promise<MemberSnapshot> {
  const { active, environment, named } = await readers.service(member.id).state();
  const { text: _secrets, ...config } = (await readConfig(readers.host(member.host), member)) ?? {};
  const trouble = `${release} has no ${member.component}, but its service runs`;
  return {
    ...found(member),
    version: undefined,
    environment,
    ...(named ? { named } : {}),
    absent,
    active,
    healthy: !active,
    ...(active ? { trouble } : {}),
    configSha256: '',
    ...config,
  };
}

/** The release that a member's environment holds, and what is unusual about it. */
async function readEnvironment(
  { id, component, host, workdir }: Member,
  readers: Pick<Readers, 'host' | 'service'>,
): Promise<Installed> {
  const { environment } = await readers.service(id).state();
  const { distributions, module } = componentNamed(component);
  return readInstalled(readers.host(host), environment, { distribution: distributions[0], module, workdir });
}

/** The release that a member's environment holds. */
export async function readVersion(
  member: Member,
  readers: Pick<Readers, 'host' | 'service'>,
): Promise<Version | undefined> {
  return (await readEnvironment(member, readers)).version;
}

/** What to say where a member is not healthy. */
function troubleOf(version: Version | undefined, active: boolean, answer: MemberAnswer): string | undefined {
  if (answer.healthy && version !== undefined && answer.version === version) return undefined;
  if (!active) return 'its service does not run';
  if (answer.trouble !== undefined) return answer.trouble;
  return version === undefined
    ? `it answers as ${answer.version}, and which release its environment holds cannot be told`
    : `it answers as ${answer.version} while ${version} is installed`;
}

async function observePresent(
  member: Member,
  asked: Promise<MemberAnswer>,
  readers: Readers,
): Promise<MemberSnapshot> {
  const { active, environment, named } = await readers.service(member.id).state();
  const host = readers.host(member.host);
  const [{ version, notes }, read, answer] = await Promise.all([
    readEnvironment(member, readers),
    readConfig(host, member),
    asked,
  ]);
  if (read === undefined) throw noConfig(member);
  const { text, ...config } = read;
  const [startedBy, strangers] = await Promise.all([
    observeService(member, text, { service: readers.service(member.id), host }),
    readers.strangers.inPlaceOf(member.id),
  ]);
  const trouble = troubleOf(version, active, answer);
  return {
    ...found(member),
    version,
    environment,
    ...(named ? { named } : {}),
    active,
    healthy: active && trouble === undefined,
    ...(trouble ? { trouble } : {}),
    ...(notes.length > 0 ? { environmentNotes: notes } : {}),
    startedBy,
    ...(strangers.length > 0 ? { strangers } : {}),
    ...config,
  };
}

/**
 * All members as they are: all are asked together, and so many are looked at at once as limits allow.
 * @param release what the cluster has installed, where that is known: not every release has every component
 * @throws BaiupError `service.unknown`, `cluster.config-missing`
 */
export async function observeMembers(
  release: Version | undefined,
  readers: Readers,
): Promise<MemberSnapshot[]> {
  const looks = readers.inventory.components.map((member) => {
    const absent = release && absentFrom(componentNamed(member.component), release, member.since);
    if (release && absent) return () => observeAbsent(member, absent, release, readers);
    const asked = readers.askMember(member.id, 5000);
    return () => observePresent(member, asked, readers);
  });
  return atMost(defaultLimits.inAll, looks, (look) => look());
}
