import type { ComponentName } from '../cluster/inventory.ts';
import { agent } from './agent.ts';
import { appProxyCoordinator } from './app-proxy-coordinator.ts';
import { appProxyWorker } from './app-proxy-worker.ts';
import type { Component } from './component.ts';
import { manager } from './manager.ts';
import { storageProxy } from './storage-proxy.ts';
import { webserver } from './webserver.ts';
import { wsproxy } from './wsproxy.ts';

/** In the page's order: the manager first. */
export const components: readonly Component[] = [
  manager,
  agent,
  storageProxy,
  webserver,
  wsproxy,
  appProxyCoordinator,
  appProxyWorker,
];

export function componentNamed(name: ComponentName): Component {
  const found = components.find((component) => component.name === name);
  if (!found) throw new Error(`no component is named ${name}`);
  return found;
}
