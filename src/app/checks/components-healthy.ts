import type { Check } from './check.ts';

export const componentsHealthy: Check = {
  code: 'cluster.unhealthy',
  find: ({ snapshot }) => {
    return (
      snapshot.components
        // Of those whose host does not answer that is told.
        .filter(({ healthy, unseen }) => !healthy && !unseen)
        .map(({ id, component, host, trouble }) => ({
          code: 'cluster.unhealthy',
          severity: 'blocker',
          subject: id,
          summary: `${component} ${id} on ${host}: ${trouble ?? 'not healthy'}`,
          hint: 'an upgrade needs a cluster that works: start or fix the member, then type baiup status again',
        }))
    );
  },
};
