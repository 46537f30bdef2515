import {
  type ServerName,
  serverNames,
  statedNeeds,
  triedServers,
  unableServers,
} from '../../core/components/server-needs.ts';
import { compareVersions } from '../../core/versions/compare-versions.ts';
import { parseVersion } from '../../core/versions/parse-version.ts';
import type { Finding } from '../../lib/finding.ts';
import type { Check, CheckInput } from './check.ts';

const code = 'server.too-old';
const titles: Readonly<Record<ServerName, string>> = { postgres: 'PostgreSQL', redis: 'Redis', etcd: 'etcd' };

/** "15.18 (Debian …)" → [15, 18] */
const numbers = (version: string): number[] => (/^[\d.]+/.exec(version)?.[0] ?? '').split('.').map(Number);

/** Whether a server's version is older than another, as far as that is told: 16.3 is not older than 16. */
function isOlder(version: string, than: string): boolean {
  const has = numbers(version);
  for (const [at, wanted] of numbers(than).entries()) {
    const own = has[at] ?? 0;
    if (own !== wanted) return own < wanted;
  }
  return false;
}

const isSince = (release: string, since: string): boolean =>
  compareVersions(parseVersion(release), parseVersion(since)) >= 0;

function judge(server: ServerName, version: string, release: string, { hops }: CheckInput): Finding[] {
  const subject = titles[server];
  const unable = unableServers.find(
    ({ server: of, before, since, revision }) =>
      of === server &&
      isOlder(version, before) &&
      (since === undefined || isSince(release, since)) &&
      (revision === undefined || hops.some(({ route }) => route?.run.includes(revision))),
  );
  if (unable) {
    const { before, why, source } = unable;
    const summary = `${subject} is ${version}, and ${release} needs ${before} or newer: ${why}`;
    const hint = `upgrade ${subject} to ${before} or newer first`;
    return [{ code, severity: 'blocker', subject, summary, hint, source }];
  }
  const stated = statedNeeds.find(({ since }) => isSince(release, since));
  if (!stated || !isOlder(version, stated[server])) return [];
  const isTried = !isOlder(version, triedServers[server]);
  return [
    {
      code,
      severity: isTried ? 'info' : 'warning',
      subject,
      summary: `${subject} is ${version}, and ${release} is said to need ${stated[server]} or newer${isTried ? '; upgrades were tried with it' : ''}`,
      ...(isTried ? {} : { hint: `upgrade ${subject} first, or accept it: --accept ${code}` }),
      source: stated.source,
    },
  ];
}

/** What the releases on the way ask of the servers beside the components. */
export const serverTooOld: Check = {
  code,
  rows: { of: [], select: `SELECT current_setting('server_version') AS version` },
  find: (input) => {
    const { hops, snapshot } = input;
    const postgres = snapshot.rows[code]?.first[0]?.['version'];
    const versions = { ...snapshot.servers, ...(typeof postgres === 'string' ? { postgres } : {}) };
    const release = hops.at(-1)?.to;
    if (release === undefined) return [];
    return serverNames.flatMap((server) => {
      const version = versions[server];
      return version === undefined ? [] : judge(server, version, release, input);
    });
  },
};
