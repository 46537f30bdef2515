import type { Check } from './check.ts';

export const componentsHealthy: Check = {
  code: 'cluster.unhealthy',
  find: ({ snapshot }) =>
    snapshot.components
      .filter(({ healthy }) => !healthy)
      .map(({ id, component, host, trouble }) => ({
        code: 'cluster.unhealthy',
        severity: 'blocker',
        subject: id,
        summary: `${component} ${id} on ${host}: ${trouble ?? 'not healthy'}`,
        hint: 'an upgrade starts from a cluster that works: start or mend it, then look again with baiup status',
      })),
};
