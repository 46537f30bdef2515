import { describe } from 'vitest';
import { hostContract } from './contract.ts';
import type { HttpAnswer } from './network-port.ts';
import { simulatedHost } from './simulated.ts';

describe('a simulated host', () => {
  hostContract(() => {
    const network = new Map<string, () => HttpAnswer>();
    const host = simulatedHost('there', new Map(), { variables: { OF_OUR_OWN: 'kept' }, network });
    const serve = async (answer: HttpAnswer) => {
      network.set('127.0.0.1:8080', () => answer);
      return { host: '127.0.0.1', port: 8080 };
    };
    return { host, folder: '/lab', serve };
  });
});
