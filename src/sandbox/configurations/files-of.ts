import type { ComponentName } from '../../core/cluster/inventory.ts';
import { agentConfiguration, dummyConfiguration } from './agent.ts';
import { coordinatorAlembic, coordinatorConfiguration, workerConfiguration } from './app-proxy.ts';
import { alembicConfiguration, managerConfiguration } from './manager.ts';
import type { Ingredients } from './shared.ts';
import { storageProxyConfiguration } from './storage-proxy.ts';
import { webserverConfiguration } from './webserver.ts';
import { wsproxyConfiguration } from './wsproxy.ts';

/** Contents by file name. */
type Files = Readonly<Record<string, (ingredients: Ingredients) => string>>;

const files: Readonly<Record<ComponentName, Files>> = {
  manager: { 'manager.toml': managerConfiguration, 'alembic.ini': alembicConfiguration },
  agent: { 'agent.toml': agentConfiguration, 'agent.dummy.toml': dummyConfiguration },
  'storage-proxy': { 'storage-proxy.toml': storageProxyConfiguration },
  webserver: { 'webserver.conf': webserverConfiguration },
  wsproxy: { 'wsproxy.toml': wsproxyConfiguration },
  'app-proxy-coordinator': {
    'app-proxy-coordinator.toml': coordinatorConfiguration,
    'alembic-appproxy.ini': coordinatorAlembic,
  },
  'app-proxy-worker': { 'app-proxy-worker.toml': workerConfiguration },
};

/** What lies in a component's working folder before it starts for the first time. */
export function filesOf(component: ComponentName): Files {
  return files[component];
}
