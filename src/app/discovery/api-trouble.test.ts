import { expect, it } from 'vitest';
import { type ManagerFault, simulatedManager } from '../../io/workloads/api/simulated-manager.ts';
import { apiTrouble } from './api-trouble.ts';

it.each<[ManagerFault | 'none', RegExp | undefined]>([
  ['none', undefined],
  ['user', undefined],
  ['wrong-keys', /Signature mismatch/],
  ['clock', /Date\/time sync error.*15 minutes/],
  ['broken', /500/],
])('of a manager with %s it says %s', async (fault, said) => {
  await using manager = await simulatedManager([], fault === 'none' ? {} : { fault });
  const told = await apiTrouble(manager.options);
  if (said === undefined) expect(told).toBeUndefined();
  else expect(told).toMatch(said);
});
