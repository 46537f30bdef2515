import type { Component } from './component.ts';

/** Has no HTTP of its own in these lines: its port and the manager's table tell how it is. */
export const agent: Component = {
  name: 'agent',
  title: 'agent',
  distributions: ['backend.ai-agent', 'backend.ai-cli'],
  module: 'ai.backend.agent.server',
  serveArguments: (config) => ['-f', config],
  stopSignal: 'SIGINT',
  stopTimeoutMs: 30_000,
  // Longer than a manager: it registers with one that may have begun at the same moment.
  startTimeoutMs: 240_000,
  startSeconds: {
    '22.09': 2.5,
    '25.13': 3.9,
    '25.15': 4.3,
    '25.19': 5.0,
    '26.02': 5.6,
    '26.04': 8.7,
    '26.08': 9.2,
    '26.09': 9.6,
  },
  writes: ['etcd'],
  stopAfter: [],
  startAfter: [],
};
