import type { ComponentName } from '../../core/cluster/inventory.ts';
import { agentConfiguration, dummyConfiguration } from './agent.ts';
import { alembicConfiguration, managerConfiguration } from './manager.ts';
import type { Ingredients } from './shared.ts';
import { storageProxyConfiguration } from './storage-proxy.ts';
import { webserverConfiguration } from './webserver.ts';

/** Contents by file name. */
type Files = Readonly<Record<string, (ingredients: Ingredients) => string>>;

const files: Readonly<Record<ComponentName, Files>> = {
  manager: { 'manager.toml': managerConfiguration, 'alembic.ini': alembicConfiguration },
  agent: { 'agent.toml': agentConfiguration, 'agent.dummy.toml': dummyConfiguration },
  'storage-proxy': { 'storage-proxy.toml': storageProxyConfiguration },
  webserver: { 'webserver.conf': webserverConfiguration },
};

/** What lies in a component's working folder before it starts for the first time. */
export function filesOf(component: ComponentName): Files {
  return files[component];
}
