import type { Inventory } from './inventory.ts';
import { onHost } from './on-host.ts';

/** Environments of a host's members, as far as cluster.yaml tells where they are. */
export const environmentsOn = ({ components }: Pick<Inventory, 'components'>, host: string): string[] => [
  ...new Set(
    onHost(components, host).map(({ service, workdir }) =>
      service.kind === 'systemd' ? service.environment : `${workdir}/.venv`,
    ),
  ),
];
