import { onHost } from '../../core/cluster/on-host.ts';
import { shortList } from '../../lib/short-list.ts';
import type { Check } from './check.ts';

const code = 'host.twice';

/** A machine that two names lead to would wait for itself: each name counts as a driver of its own there. */
export const hostTwice: Check = {
  code,
  stands: true,
  find: ({ inventory, snapshot: { hosts } }) => {
    const bySsh = hosts.filter(({ name }) => inventory.hosts[name]?.ssh !== undefined);
    const machines = Map.groupBy(bySsh, ({ machine }) => machine);
    return [...machines].flatMap(([machine, all]) => {
      const names = all.map(({ name }) => name);
      const [first, ...others] = names;
      if (machine === undefined || first === undefined || others.length === 0) return [];
      const used = names.filter((name) => onHost(inventory.components, name).length > 0);
      return [
        {
          code,
          severity: used.length > 1 ? ('blocker' as const) : ('warning' as const),
          subject: first,
          summary: `${shortList(names)} are one machine: hosts in cluster.yaml has it ${names.length === 2 ? 'twice' : `${names.length} times`}`,
          hint: `keep one of these names under hosts in cluster.yaml, and use it wherever ${shortList(others)} ${others.length === 1 ? 'stands' : 'stand'}`,
        },
      ];
    });
  },
};
