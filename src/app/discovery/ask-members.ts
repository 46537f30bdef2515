import { agentIds } from '../../core/cluster/agent-ids.ts';
import type { Inventory } from '../../core/cluster/inventory.ts';
import { memberNamed } from '../../core/cluster/member-named.ts';
import { componentNamed } from '../../core/components/index.ts';
import { defaultLimits } from '../../core/plan/limits.ts';
import type { Keypair } from '../../io/workloads/sign.ts';
import { limiter } from '../../lib/limiter.ts';
import type { ContextDatabase, MemberAnswer } from '../steps/context.ts';
import { askMember, type Sources } from './ask-member.ts';
import { readVersion } from './observe-member.ts';
import type { Readers } from './readers.ts';
import { tlsOf } from './tls-of.ts';

interface Doors extends Pick<Readers, 'host' | 'service'> {
  readonly inventory: Inventory;
  readonly database: Pick<ContextDatabase, 'agent'>;
  readonly keypair: Keypair;
}

/** Asks members how they are, any number at once: only so many connections are open. */
export function memberAsker(doors: Doors): (id: string, timeoutMs: number) => Promise<MemberAnswer> {
  const { inventory, database, keypair, host, service } = doors;
  const withRoom = limiter(defaultLimits.inAll);
  const { agent } = database;
  // An agent that starts is asked many times: its file says the same each time.
  const known = new Map<string, readonly string[]>();
  return (id, timeoutMs) => {
    const member = memberNamed(inventory, id);
    const component = componentNamed(member.component);
    // Its host is opened once there is something to ask of it: most of ten thousand are asked again and again before.
    const own = () => host(member.host);
    const from: Sources['host'] = {
      http: (question) => own().http(question),
      accepts: (...address) => withRoom(() => own().accepts(...address)),
    };
    const installed = () => readVersion(member, { host, service });
    const tls = () => tlsOf(member, own());
    const agents = async () => {
      const ids = known.get(id) ?? agentIds(member, await own().readText(member.config));
      known.set(id, ids);
      return ids;
    };
    const ask = () =>
      askMember(member, component, { agent, agents, host: from, tls, installed, keypair, timeoutMs });
    return component.versionProbe ? withRoom(ask) : ask();
  };
}
