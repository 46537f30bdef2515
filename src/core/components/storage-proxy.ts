import type { Component } from './component.ts';
import { versionUnder } from './version-under.ts';

/** Its endpoint is the manager-facing one. */
export const storageProxy: Component = {
  name: 'storage-proxy',
  title: 'storage-proxy',
  // Its wheel forgets the command line package that it imports.
  distributions: ['backend.ai-storage-proxy', 'backend.ai-cli'],
  module: 'ai.backend.storage.server',
  serveArguments: (config) => ['-f', config],
  stopSignal: 'SIGINT',
  stopTimeoutMs: 30_000,
  startTimeoutMs: 120_000,
  startSeconds: 1.4,
  writes: [],
  stopAfter: [],
  startAfter: [],
  versionProbe: { path: '/', version: versionUnder('storage-proxy') },
};
