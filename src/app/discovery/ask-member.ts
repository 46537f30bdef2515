import type { Member } from '../../core/cluster/inventory.ts';
import type { Component, HttpProbe } from '../../core/components/component.ts';
import { buildOf } from '../../core/versions/build-of.ts';
import type { Version } from '../../core/versions/version.ts';
import type { TlsTrust } from '../../io/hosts/network-port.ts';
import type { HostReader } from '../../io/hosts/port.ts';
import { tlsWords } from '../../io/hosts/tls-words.ts';
import { askProbe } from '../../io/workloads/ask-probe.ts';
import type { Keypair } from '../../io/workloads/sign.ts';
import { messageOf } from '../../lib/errors.ts';
import { hostInUrl } from '../../lib/host-in-url.ts';
import type { AgentRow } from '../steps/agent-row.ts';
import type { MemberAnswer } from '../steps/context.ts';

export interface Sources {
  /** What the manager knows of an agent. */
  readonly agent: (id: string) => Promise<AgentRow | undefined>;
  /** The ids of the agents that its process has. */
  readonly agents: () => Promise<readonly string[]>;
  /** The member's own: its endpoint is asked from there. */
  readonly host: Pick<HostReader, 'http' | 'accepts'>;
  /** How its endpoint is trusted; undefined where it speaks no TLS. */
  readonly tls: () => Promise<TlsTrust | undefined>;
  /** The version that the member's environment holds. */
  readonly installed: () => Promise<Version | undefined>;
  /** What a probe is signed with that wants it. */
  readonly keypair: Keypair;
  readonly timeoutMs: number;
}

const silent = (trouble: string): MemberAnswer => ({ version: undefined, healthy: false, trouble });

/** A fixed build answers as the release that it was made from. */
function answered(text: string): MemberAnswer {
  const version = buildOf(text)?.release;
  return version === undefined ? silent(noRelease(text)) : { version, healthy: true };
}

const noRelease = (text: string): string => `it answers as version "${text}", which is no release`;

/** Where an endpoint is asked, and how it is trusted. */
interface Way {
  readonly url: string;
  readonly trust: TlsTrust | undefined;
}

async function ask({ url, trust }: Way, probe: HttpProbe, { host, keypair, timeoutMs }: Sources) {
  const { status, body } = await askProbe(host, url, probe, keypair, { timeoutMs, trust });
  if (status >= 400) throw new Error(`${url}${probe.path} answers ${status}`);
  return probe.version?.(body);
}

async function askWay(way: Way, component: Component, sources: Sources): Promise<MemberAnswer> {
  const { versionProbe, workProbe, statusProbe } = component;
  if (!versionProbe) return silent(`${component.title} has no version endpoint`);
  const [version] = await Promise.all([
    ask(way, versionProbe, sources),
    workProbe && ask(way, workProbe, sources),
  ]);
  if (version !== undefined) return answered(version);
  if (!statusProbe) return silent(`${component.title} answers without a version`);
  await ask(way, statusProbe, sources);
  return { version: await sources.installed(), healthy: true };
}

async function askOverHttp(member: Member, component: Component, sources: Sources): Promise<MemberAnswer> {
  const trust = await sources.tls();
  const { host, port } = member.endpoint;
  const url = `${trust === undefined ? 'http' : 'https'}://${hostInUrl(host)}:${port}`;
  try {
    return await askWay({ url, trust }, component, sources);
  } catch (error) {
    const words = tlsWords(error, url, `tls of ${member.id}`);
    throw words === undefined ? error : new Error(`${url}: ${words}`);
  }
}

/** What the manager has of an agent. @param named whether its id must be told, as its process has several */
async function askRow(id: string, named: boolean, sources: Sources): Promise<MemberAnswer> {
  const row = await sources.agent(id);
  if (!row) return silent(`the manager does not know agent ${id}`);
  const version = buildOf(row.version)?.release;
  if (version === undefined) return silent(noRelease(row.version));
  if (row.status === 'ALIVE') return { version, healthy: true };
  return {
    version,
    healthy: false,
    trouble: `the manager has ${named ? `agent ${id}` : 'it'} as ${row.status}`,
  };
}

/** Agents of these lines have no version endpoint: their port is open and the manager's row says what they are. */
async function askThroughDatabase(member: Member, sources: Sources): Promise<MemberAnswer> {
  const { endpoint } = member;
  const ids = await sources.agents();
  const answers = await Promise.all(ids.map((id) => askRow(id, ids.length > 1, sources)));
  const [first] = answers;
  if (!first) return silent('cluster.yaml names no agent id for it');
  const trouble = answers.find((each) => !each.healthy);
  if (trouble) return trouble;
  const { version } = first;
  const other = answers.findIndex((each) => each.version !== version);
  const not = (what: string): MemberAnswer => ({ version, healthy: false, trouble: what });
  if (other >= 0) return not(`the manager has agent ${ids[other]} at ${answers[other]?.version}`);
  return (await sources.host.accepts(endpoint, sources.timeoutMs))
    ? { version, healthy: true }
    : not(`nothing listens at ${endpoint.host}:${endpoint.port}`);
}

/** Asks a member for its version and whether it does real work; never throws for a bad cluster. */
export async function askMember(
  member: Member,
  component: Component,
  sources: Sources,
): Promise<MemberAnswer> {
  try {
    return component.versionProbe
      ? await askOverHttp(member, component, sources)
      : await askThroughDatabase(member, sources);
  } catch (error) {
    const { cause } = error as Error;
    return silent(messageOf(cause ?? error));
  }
}
