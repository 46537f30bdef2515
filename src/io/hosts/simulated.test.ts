import { beforeEach, describe } from 'vitest';
import { hostContract } from './contract.ts';
import type { Host } from './port.ts';
import { simulatedHost } from './simulated.ts';

describe('a simulated host', () => {
  let host: Host;
  beforeEach(() => {
    host = simulatedHost('there', new Map());
  });
  hostContract(() => ({ host, folder: '/lab' }));
});
