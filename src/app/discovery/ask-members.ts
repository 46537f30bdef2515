import { agentIds } from '../../core/cluster/agent-ids.ts';
import type { Inventory, Member } from '../../core/cluster/inventory.ts';
import { memberNamed } from '../../core/cluster/member-named.ts';
import { componentNamed } from '../../core/components/index.ts';
import { defaultLimits } from '../../core/plan/limits.ts';
import type { HostReader } from '../../io/hosts/port.ts';
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

/** What members are asked by, and what is known of them. */
interface Asked extends Doors {
  readonly withRoom: ReturnType<typeof limiter>;
  /** Agents' ids by members: an agent that starts is asked many times, and its file says the same each time. */
  readonly ids: Map<string, readonly string[]>;
}

/** One question to one member: ten thousand wait for their answers at once, so it holds no more than it must. */
class Question implements Sources {
  readonly timeoutMs: number;
  readonly #member: Member;
  readonly #doors: Asked;

  constructor(member: Member, timeoutMs: number, doors: Asked) {
    this.#member = member;
    this.timeoutMs = timeoutMs;
    this.#doors = doors;
  }

  get keypair(): Keypair {
    return this.#doors.keypair;
  }

  get host(): Sources['host'] {
    return this;
  }

  /** Its host is opened once there is something to ask of it: most of ten thousand are asked again and again before. */
  get #door(): HostReader {
    return this.#doors.host(this.#member.host);
  }

  http(question: Parameters<HostReader['http']>[0]): ReturnType<HostReader['http']> {
    return this.#door.http(question);
  }

  accepts(...address: Parameters<HostReader['accepts']>): Promise<boolean> {
    return this.#doors.withRoom(() => this.#door.accepts(...address));
  }

  agent(id: string): ReturnType<Sources['agent']> {
    return this.#doors.database.agent(id);
  }

  async agents(): Promise<readonly string[]> {
    const { id, config } = this.#member;
    const known = this.#doors.ids.get(id) ?? agentIds(this.#member, await this.#door.readText(config));
    this.#doors.ids.set(id, known);
    return known;
  }

  tls(): ReturnType<Sources['tls']> {
    return tlsOf(this.#member, this.#door);
  }

  installed(): ReturnType<Sources['installed']> {
    return readVersion(this.#member, this.#doors);
  }
}

/** Asks members how they are, any number at once: only so many connections are open. */
export function memberAsker(doors: Doors): (id: string, timeoutMs: number) => Promise<MemberAnswer> {
  const asked: Asked = { ...doors, withRoom: limiter(defaultLimits.inAll), ids: new Map() };
  return (id, timeoutMs) => {
    const member = memberNamed(doors.inventory, id);
    const component = componentNamed(member.component);
    const ask = () => askMember(member, component, new Question(member, timeoutMs, asked));
    return component.versionProbe ? asked.withRoom(ask) : ask();
  };
}
