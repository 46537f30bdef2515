import { resolve } from 'node:path';
import type { Member } from '../../core/cluster/inventory.ts';
import type { StartedBy } from '../../core/cluster/started-by.ts';
import { componentNamed } from '../../core/components/index.ts';
import { namedFile } from '../../core/configuration/named-file.ts';
import { type SeenServer, seenLocations, winningVariables } from '../../core/configuration/seen-locations.ts';
import type { HostReader } from '../../io/hosts/port.ts';
import { canBeTried } from '../../io/python/own-command.ts';
import type { ServiceReader } from '../../io/services/port.ts';

const addressOf = ({ host, port }: SeenServer = {}): string | undefined =>
  host === undefined ? undefined : `${host}:${port}`;

/** Whom a process belongs to, where that is not us: what we start belongs to us. A unit says itself who runs it. */
async function otherUser(
  { service: { kind } }: Member,
  host: HostReader,
  pid: number | undefined,
): Promise<StartedBy['user']> {
  if (kind === 'systemd' || pid === undefined) return undefined;
  const [its, ours] = await Promise.all([host.stat(`/proc/${pid}`), host.stat('/proc/self')]);
  if (!its || !ours || its.owner === ours.owner) return undefined;
  return { its: its.owner, ours: ours.owner };
}

/**
 * How a member is started: what its service says beside its file.
 * @param text its configuration, undefined where there is none
 */
export async function observeService(
  member: Member,
  text: string | undefined,
  { service, host }: { readonly service: ServiceReader; readonly host: HostReader },
): Promise<StartedBy> {
  const [program, { pid }] = await Promise.all([service.program(), service.state()]);
  const { overrides = {} } = componentNamed(member.component);
  const { etcd, database } = seenLocations(text ?? '', overrides, program.variables);
  const file = namedFile(program.arguments, program.variables);
  const user = await otherUser(member, host, pid);
  const modules = program.variables['PYTHONPATH'];
  const sees = {
    etcd: addressOf(etcd),
    namespace: etcd?.namespace,
    database: addressOf(database),
    databaseName: database?.name,
  };
  return {
    winning: winningVariables(overrides, program.variables),
    cwd: program.cwd,
    ...(file === undefined ? {} : { file: resolve(program.cwd, file) }),
    ...(canBeTried(program) ? {} : { untried: `python ${program.arguments.slice(0, 2).join(' ')}` }),
    ...(modules ? { modules } : {}),
    sees: Object.fromEntries(Object.entries(sees).filter(([, value]) => value !== undefined)),
    ...(user ? { user } : {}),
  };
}
