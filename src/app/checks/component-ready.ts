import { absentFrom } from '../../core/components/absent-from.ts';
import { componentNamed } from '../../core/components/index.ts';
import { parseVersion } from '../../core/versions/parse-version.ts';
import type { Check } from './check.ts';

/** What a hop starts for the first time needs its configuration before anything stops. */
export const componentReady: Check = {
  code: 'component.not-ready',
  find: ({ inventory, snapshot, hops }) => {
    const coming = snapshot.components.filter(
      ({ absent, component, configSha256 }) =>
        absent === 'not-yet' &&
        configSha256 === '' &&
        hops.some(({ to }) => absentFrom(componentNamed(component), parseVersion(to)) === undefined),
    );
    return coming.map(({ id, component, host }) => {
      const config = inventory.components.find((each) => each.id === id)?.config;
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
