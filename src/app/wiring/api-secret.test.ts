import { describe, expect, it } from 'vitest';
import { simulatedInventory } from '../../core/cluster/simulated-cluster.ts';
import { secret } from '../../lib/secret.ts';
import { apiSecret } from './api-secret.ts';

const { api } = simulatedInventory([]);
/** Nothing listens there. */
const address = { host: '127.0.0.1', port: 9, name: 'backend', user: 'bai', password: secret('x') };
const noHost = () => {
  throw new Error('no host is needed');
};

describe('the secret key of the API', () => {
  it('is what the file says, without a database', async () => {
    expect((await apiSecret(api, address, noHost)).reveal()).toBe('very-secret');
  });

  it('keeps nobody from looking at a cluster whose database does not answer', async () => {
    expect((await apiSecret({ ...api, secretKey: { from: 'database' } }, address, noHost)).reveal()).toBe('');
  });
});
