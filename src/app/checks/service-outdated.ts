import { asTyped } from '../../lib/as-typed.ts';
import { unitCheck } from './unit-check.ts';

/** A stop by baiup lets systemd read its units again: what nobody has tried would take effect in the middle. */
export const serviceOutdated = unitCheck({
  code: 'service.outdated',
  says: ({ isOutdated }, unit) =>
    isOutdated
      ? `files of ${unit} were changed, and systemd has not read them yet: the upgrade starts the service as they say now`
      : undefined,
  hint: ({ unit }) => `systemctl cat ${asTyped(unit)}, then sudo systemctl daemon-reload`,
  does: 'lets systemd read its units again',
  command: () => ['systemctl', 'daemon-reload'],
});
