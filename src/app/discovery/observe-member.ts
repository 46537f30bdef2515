import { createHash } from 'node:crypto';
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
import { installedVersion } from './installed-version.ts';
import type { Readers } from './readers.ts';

/** What is told of a configuration: it may hold secrets, so never its text. */
async function readConfig(host: HostReader, { config: file }: Member) {
  const text = await host.readText(file);
  if (text === undefined) return undefined;
  const trouble = textTrouble(text);
  return {
    configSha256: createHash('sha256').update(text).digest('hex'),
    ...(trouble ? { configTrouble: { file, ...trouble } } : {}),
  };
}

function noConfig({ id, config }: Member): BaiupError {
  return new BaiupError('cluster.config-missing', `${id} is configured by ${config}, which is not there`, {
    exit: exitCode.refused,
    hint: `correct "config" of ${id} in cluster.yaml`,
  });
}

const found = ({ id, component, host }: Member) => ({ id, component, host });

/** A member whose component the installed release does not have: as it should be when it does not run. */
async function observeAbsent(
  member: Member,
  absent: 'not-yet' | 'no-longer',
  release: Version,
  readers: Readers,
): Promise<MemberSnapshot> {
  const { active, environment } = await readers.service(member.id).state();
  const config = await readConfig(readers.host(member.host), member);
  const trouble = `${release} has no ${member.component}, but its service runs`;
  return {
    ...found(member),
    version: undefined,
    environment,
    absent,
    active,
    healthy: !active,
    ...(active ? { trouble } : {}),
    configSha256: '',
    ...config,
  };
}

/** The version that a member's environment holds. */
export async function readVersion(
  member: Member,
  readers: Pick<Readers, 'host' | 'service'>,
): Promise<Version | undefined> {
  const { environment } = await readers.service(member.id).state();
  const [distribution] = componentNamed(member.component).distributions;
  return installedVersion(readers.host(member.host), environment, distribution);
}

async function observePresent(
  member: Member,
  asked: Promise<MemberAnswer>,
  readers: Readers,
): Promise<MemberSnapshot> {
  const { active, environment } = await readers.service(member.id).state();
  const [version, config, answer] = await Promise.all([
    readVersion(member, readers),
    readConfig(readers.host(member.host), member),
    asked,
  ]);
  if (config === undefined) throw noConfig(member);
  const agrees = answer.healthy && answer.version === version;
  const trouble = agrees
    ? undefined
    : !active
      ? 'its service does not run'
      : (answer.trouble ?? `it answers as ${answer.version} while ${version} is installed`);
  return {
    ...found(member),
    version,
    environment,
    active,
    healthy: active && agrees,
    ...(trouble ? { trouble } : {}),
    ...config,
  };
}

/**
 * All members as they are: all are asked together, and so many are looked at at once as limits allow.
 * @param release what the cluster has installed, where that is known: not every release has every component
 * @throws BaiupError `service.unknown`, `cluster.config-missing`
 */
export function observeMembers(release: Version | undefined, readers: Readers): Promise<MemberSnapshot[]> {
  const looks = readers.inventory.components.map((member) => {
    const absent = release && absentFrom(componentNamed(member.component), release, member.since);
    if (release && absent) return () => observeAbsent(member, absent, release, readers);
    const asked = readers.askMember(member.id, 5000);
    return () => observePresent(member, asked, readers);
  });
  return atMost(defaultLimits.inAll, looks, (look) => look());
}
