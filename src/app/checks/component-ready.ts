import { absentFrom } from '../../core/components/absent-from.ts';
import { componentNamed } from '../../core/components/index.ts';
import { parseVersion } from '../../core/versions/parse-version.ts';
import type { Check } from './check.ts';

/** A member that a hop starts for the first time needs its configuration before anything stops. */
export const componentReady: Check = {
  code: 'component.not-ready',
  find: ({ inventory, snapshot, hops }) => {
    const lacking = snapshot.components.filter(
      ({ absent, configSha256 }) => absent === 'not-yet' && configSha256 === '',
    );
    const coming = inventory.components.filter(
      ({ id, component, since }) =>
        lacking.some((each) => each.id === id) &&
        hops.some(({ to }) => absentFrom(componentNamed(component), parseVersion(to), since) === undefined),
    );
    return coming.map(({ id, component, host, config }) => {
      return {
        code: 'component.not-ready',
        severity: 'blocker',
        subject: id,
        summary: `${component} ${id} would start in this upgrade, but ${config} on ${host} is not there`,
        hint: `write ${config}, or take ${id} out of cluster.yaml`,
      };
    });
  },
};
