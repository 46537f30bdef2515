import { memberNamed } from '../../core/cluster/member-named.ts';
import { unitName } from '../../io/services/systemd-unit.ts';
import type { Finding } from '../../lib/finding.ts';
import type { Check } from './check.ts';

/** A path that cannot become a link to the next environment: its unit gets a drop-in, or needs a path of its own. */
export const servicePath: Check = {
  code: 'service.environment-path',
  find: ({ inventory, snapshot, hops }) =>
    hops.length === 0
      ? []
      : snapshot.components.flatMap(({ id, host, named }): Finding[] => {
          if (!named?.stays) return [];
          const { service } = memberNamed(inventory, id);
          if (service.kind !== 'systemd') return [];
          const { path, because, isNamed } = named.stays;
          const told = { code: 'service.environment-path', subject: id } as const;
          const cannot = `${path} on ${host}, by which ${service.unit} names the environment of ${id}, cannot lead to another one: ${because}`;
          if (isNamed)
            return [
              {
                ...told,
                severity: 'info',
                summary: `${cannot}. A drop-in below /etc/systemd/system/${unitName(service.unit)}.d lets its own command start from the new one; going back takes it away`,
              },
            ];
          return [
            {
              ...told,
              severity: 'blocker',
              summary: `${cannot}; and its own command does not name that path, so a drop-in cannot name another one`,
              hint: `make a link of its own on ${host} (ln -s ${path} PATH), let the script of ${service.unit} name it, and write PATH into service.environment of ${id} in cluster.yaml`,
            },
          ];
        }),
};
