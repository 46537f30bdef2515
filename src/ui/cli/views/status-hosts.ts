import type { HostSnapshot } from '../../../core/cluster/host-snapshot.ts';
import type { MemberSnapshot } from '../../../core/cluster/snapshot.ts';
import { shortList } from '../../../lib/short-list.ts';
import type { Paint } from '../paint.ts';
import { fewOfEach, moreText } from './few-of-each.ts';

/** Seconds that a clock may be off before it is told. */
const tolerated = 5;

interface HostView {
  readonly host: HostSnapshot;
  readonly members: readonly MemberSnapshot[];
  /** What is unusual: of the host, and of its members. */
  readonly told: readonly string[];
  readonly unusual: readonly MemberSnapshot[];
}

const versionOf = ({ version, absent, unseen }: MemberSnapshot): string => {
  if (absent) return absent === 'not-yet' ? 'not yet' : 'no longer';
  return version ?? (unseen ? 'unknown' : 'none');
};

/** Versions with their members, those that most have first. */
function versionsOf(components: readonly MemberSnapshot[]): [string, readonly MemberSnapshot[]][] {
  const present = components.filter(({ absent, unseen }) => !absent && !unseen);
  return [...Map.groupBy(present, versionOf)].toSorted(([, a], [, b]) => b.length - a.length);
}

/** What is told of a clock that is off. */
function clockText({ clock }: HostSnapshot): string[] {
  if (!clock || Math.abs(clock.ahead) - clock.within <= tolerated) return [];
  return [
    `its clock is ${Math.round(Math.abs(clock.ahead))} s ${clock.ahead > 0 ? 'ahead of' : 'behind'} ours`,
  ];
}

function toldOf(host: HostSnapshot): string[] {
  if (host.away) return [`does not answer: ${host.away.why}`];
  return [...(host.unread === undefined ? [] : [`cannot be read: ${host.unread}`]), ...clockText(host)];
}

function viewsOf(hosts: readonly HostSnapshot[], components: readonly MemberSnapshot[]): HostView[] {
  const usual = versionsOf(components)[0]?.[0];
  const byHost = Map.groupBy(components, ({ host }) => host);
  const isUnusual = (member: MemberSnapshot): boolean =>
    !member.healthy || (!member.absent && versionOf(member) !== usual);
  return hosts.map((host) => {
    const members = byHost.get(host.name) ?? [];
    const unusual = host.away ? [] : members.filter(isUnusual);
    return { host, members, told: toldOf(host), unusual };
  });
}

const named = (member: MemberSnapshot): string => `${member.id} ${member.component} ${versionOf(member)}`;

/** A host whose members are as most are, in one line. */
function usualLine({ host, members }: HostView, width: number, paint: Paint): string {
  const what = members.length === 0 ? 'no member' : shortList(members.map(named));
  return `  ${paint('green', '✓')} ${host.name.padEnd(width)} ${what}`;
}

function unusualLines({ host, members, told, unusual }: HostView, width: number, paint: Paint): string[] {
  const others = members.filter((each) => !unusual.includes(each));
  const ofMembers = unusual.map((each) => {
    const mark = each.healthy ? '!' : paint('red', '✗');
    return `      ${mark} ${named(each)}${each.trouble ? `   ${each.trouble}` : ''}`;
  });
  const isBad = host.away !== undefined || unusual.some(({ healthy }) => !healthy);
  const mark = isBad ? paint('red', '✗') : '!';
  const rest = others.length === 0 ? [] : [shortList(others.map(host.away ? ({ id }) => id : named))];
  return [`  ${mark} ${host.name.padEnd(width)} ${[...told, ...rest].join('; ')}`.trimEnd(), ...ofMembers];
}

/** Versions, where members differ: "24.03.11 on m2; 24.03.10 on all others". */
function skewLines(components: readonly MemberSnapshot[]): string[] {
  const [most, ...others] = versionsOf(components);
  if (!most || others.length === 0) return [];
  const each = others.map(([version, members]) => `${version} on ${shortList(members.map(({ id }) => id))}`);
  return [`  versions   ${each.join('; ')}; ${most[0]} on all ${most[1].length.toLocaleString('en')} others`];
}

/** A cluster of several hosts, host by host: those with something unusual first, of many that are alike a few. */
export function hostLines(
  hosts: readonly HostSnapshot[],
  components: readonly MemberSnapshot[],
  paint: Paint,
): string[] {
  const views = viewsOf(hosts, components);
  const width = Math.max(6, ...views.map(({ host }) => Math.min(24, host.name.length)));
  const isUnusual = ({ told, unusual }: HostView): boolean => told.length + unusual.length > 0;
  const alike = ({ host, members, told, unusual }: HostView): string =>
    [
      host.away?.code ?? told.length,
      ...members.map(({ component, healthy, version }) => `${component} ${version} ${healthy}`),
      unusual.length,
    ].join(' ');
  const lines = [views.filter(isUnusual), views.filter((each) => !isUnusual(each))].flatMap((group) =>
    fewOfEach(group, alike).flatMap(({ item, more }) => [
      ...(isUnusual(item) ? unusualLines(item, width, paint) : [usualLine(item, width, paint)]),
      ...(more.length > 0
        ? [`    ${moreText(more.length)}: ${shortList(more.map(({ host }) => host.name))}`]
        : []),
    ]),
  );
  return [...skewLines(components), ...lines];
}

/** The same as data. */
export function hostsJson(hosts: readonly HostSnapshot[], components: readonly MemberSnapshot[]): object[] {
  const byHost = Map.groupBy(components, ({ host }) => host);
  return hosts.map(({ name, away, unread, clock }) => ({
    host: name,
    answers: away === undefined,
    components: (byHost.get(name) ?? []).map(({ id }) => id),
    ...(clock ? { clockAhead: Math.round(clock.ahead * 1000) / 1000 } : {}),
    ...(away ? { trouble: away.why } : unread === undefined ? {} : { trouble: unread }),
  }));
}
