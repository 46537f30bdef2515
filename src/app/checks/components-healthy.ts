import { lockHint, lockName } from '../../core/cluster/lock-words.ts';
import type { Check } from './check.ts';

export const componentsHealthy: Check = {
  code: 'cluster.unhealthy',
  find: ({ snapshot }) => {
    const { lock } = snapshot;
    const hint = lock
      ? `${lockName(lock)} may have stopped it: ${lockHint(lock)}`
      : 'an upgrade needs a cluster that works: start or fix the member, then type baiup status again';
    return snapshot.components
      .filter(({ healthy }) => !healthy)
      .map(({ id, component, host, trouble }) => ({
        code: 'cluster.unhealthy',
        severity: 'blocker',
        subject: id,
        summary: `${component} ${id} on ${host}: ${trouble ?? 'not healthy'}`,
        hint,
      }));
  },
};
