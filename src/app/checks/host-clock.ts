import type { Severity } from '../../lib/finding.ts';
import type { Check } from './check.ts';

const code = 'host.clock';

/** Seconds. A unit's journal is read from a moment on, and agents and managers compare their times. */
const tolerated = 5;
/** Seconds. Managers refuse requests that were signed so far from their own time. */
const refused = 15 * 60;
const source = 'check_date in ai/backend/manager/api/auth.py, 24.09.4';

function median(sorted: readonly number[]): number {
  const at = Math.floor((sorted.length - 1) / 2);
  return sorted[at] ?? 0;
}

function told(seconds: number): string {
  const size = Math.abs(seconds);
  const much = size < 120 ? `${Math.round(size)} s` : `${Math.round(size / 60)} minutes`;
  return `${much} ${seconds > 0 ? 'ahead of' : 'behind'}`;
}

/**
 * Clocks that are off, compared with what most of the cluster's hosts and this machine have; what lies within the way to
 * a host is not counted.
 */
export const hostClock: Check = {
  code,
  stands: true,
  find: ({ snapshot }) => {
    const clocks = snapshot.hosts.flatMap(({ name, clock }) => (clock ? [{ name, ...clock }] : []));
    if (clocks.length === 0) return [];
    const own = { name: undefined, ahead: 0, within: 0 };
    const most = median([own, ...clocks].map(({ ahead }) => ahead).sort((a, b) => a - b));
    // Where there is one host beside this machine, the host counts as off: nobody can tell which of the two is.
    const reference = clocks.length === 1 ? 0 : most;
    return [own, ...clocks].flatMap(({ name, ahead, within }) => {
      const off = ahead - reference;
      const sure = Math.abs(off) - within;
      if (sure <= tolerated) return [];
      const severity: Severity = sure >= refused ? 'blocker' : 'warning';
      const whose = name === undefined ? 'the clock of this machine' : `the clock of ${name}`;
      const where = name === undefined ? 'on this machine' : `on ${name}`;
      const than = clocks.length === 1 ? 'the clock of this machine' : 'most clocks of the cluster';
      const why = severity === 'blocker' ? ': managers refuse requests that are signed so far off' : '';
      return [
        {
          code,
          severity,
          subject: name ?? 'this machine',
          summary: `${whose} is ${told(off)} ${than}${why}`,
          hint: `${where}: timedatectl set-ntp true; then look: timedatectl timesync-status, or chronyc tracking`,
          ...(severity === 'blocker' ? { source } : {}),
        },
      ];
    });
  },
};
