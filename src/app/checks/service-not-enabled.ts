import type { UnitSnapshot } from '../../core/cluster/unit-snapshot.ts';
import { asTyped } from '../../lib/as-typed.ts';
import { unitCheck } from './unit-check.ts';

const why: Readonly<Record<string, string>> = {
  disabled: 'is not enabled: it does not start when the host does',
  linked: 'is linked, but not enabled: it does not start when the host does',
  masked: 'is masked: nothing can start it',
  'enabled-runtime': 'is enabled until the next boot only',
  'linked-runtime': 'is there until the next boot only',
  'masked-runtime': 'is masked until the next boot: nothing can start it',
  bad: 'has a file that systemd cannot read',
};

/** What `systemctl enable` is enough for. */
const canEnable = ({ enabled }: UnitSnapshot): boolean => /^(disabled|linked|enabled-runtime)$/.test(enabled);

/** A cluster whose hosts are booted again comes back without such a service. */
export const serviceNotEnabled = unitCheck({
  code: 'service.not-enabled',
  says: ({ enabled }, unit) => (why[enabled] === undefined ? undefined : `${unit} ${why[enabled]}`),
  hint: (unit) =>
    canEnable(unit) ? `sudo systemctl enable ${asTyped(unit.unit)}` : `systemctl cat ${asTyped(unit.unit)}`,
  does: 'lets these services start when their hosts do',
  command: (unit) => (canEnable(unit) ? ['systemctl', 'enable', '--', unit.unit] : undefined),
});
