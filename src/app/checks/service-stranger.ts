import { endStrangers, strangerNames } from '../../core/cluster/stranger-words.ts';
import type { Check } from './check.ts';

/** Two that share a port: one of them would go on while the other is upgraded. */
export const serviceStranger: Check = {
  code: 'service.stranger',
  stands: true,
  find: ({ snapshot }) =>
    snapshot.components.flatMap(({ id, host, strangers = [] }) =>
      strangers.length === 0
        ? []
        : [
            {
              code: 'service.stranger',
              severity: 'blocker',
              subject: id,
              summary: `another program serves in the place of ${id}: ${strangerNames(strangers)}`,
              hint: `end it on ${host}: ${endStrangers(strangers)}      or start it as the service that cluster.yaml names`,
            },
          ],
    ),
};
