import { shortList } from '../../lib/short-list.ts';
import type { Check } from './check.ts';

const code = 'host.no-root';

/** Units of systemd are stopped and started by root: that it can be had is known before anything stops. */
export const hostNoRoot: Check = {
  code,
  find: ({ inventory, snapshot, hops }) =>
    snapshot.hosts.flatMap(({ name, noRoot }) => {
      if (!noRoot) return [];
      const units = inventory.components.flatMap(({ host, service }) =>
        host === name && service.kind === 'systemd' ? [service.unit] : [],
      );
      return [
        {
          code,
          severity: hops.length > 0 ? 'blocker' : 'warning',
          subject: name,
          summary: `${noRoot.why}; an upgrade stops and starts ${shortList(units)} there as root`,
          ...(noRoot.hint === undefined ? {} : { hint: noRoot.hint }),
        },
      ];
    }),
};
