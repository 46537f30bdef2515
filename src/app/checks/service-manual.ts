import { onHost } from '../../core/cluster/on-host.ts';
import type { Check } from './check.ts';

const code = 'service.manual';

/** One that somebody started in a session goes on while the unit beside it is upgraded. */
export const serviceManual: Check = {
  code,
  stands: true,
  find: ({ snapshot: { hosts, components } }) =>
    hosts.flatMap(({ name, manual = [] }) => {
      // Of those that serve in the place of a member that is told.
      const told = new Set(
        onHost(components, name).flatMap(({ strangers = [] }) => strangers.map(({ pid }) => pid)),
      );
      return manual
        .filter(({ pid }) => !told.has(pid))
        .map(({ pid, component, title, user }) => ({
          code,
          severity: 'blocker' as const,
          subject: `${name} ${pid}`,
          summary: `process ${pid} on ${name} is a program (${component}) that somebody started manually beside the unit ("${title}", user ${user})`,
          hint: `end it on ${name}: kill -INT ${pid}`,
        }));
    }),
};
