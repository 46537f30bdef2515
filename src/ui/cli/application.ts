import { buildApplication, buildRouteMap } from '@stricli/core';
import { pathCommand } from './commands/path.ts';
import { version } from './version.ts';

const root = buildRouteMap({
  routes: {
    path: pathCommand,
  },
  docs: {
    brief: 'Upgrades Backend.AI clusters: the legal path, proven, with the shortest stop and a way back',
  },
});

export const application = buildApplication(root, {
  name: 'baiup',
  versionInfo: { currentVersion: version },
  scanner: { caseStyle: 'allow-kebab-for-camel', allowArgumentEscapeSequence: true },
  documentation: { useAliasInUsageLine: true, disableAnsiColor: Boolean(process.env['NO_COLOR']) },
});
