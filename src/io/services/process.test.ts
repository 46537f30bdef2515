import { dirname } from 'node:path';
import { beforeEach, describe } from 'vitest';
import type { Host } from '../hosts/port.ts';
import { simulatedHost } from '../hosts/simulated.ts';
import { lives, type SimulatedProgram } from '../hosts/simulated-process.ts';
import { processContract } from './process-contract.ts';
import { serviceContract } from './service-contract.ts';
import { simulatedService } from './simulated-service.ts';

/** A main process and a worker that ends with it, but for what the contract asks for. */
const python: SimulatedProgram = async (main) => {
  const isStubborn = main.argv.includes('stubborn');
  main.fork(async (worker) => {
    worker.ignore('SIGINT');
    await lives(main);
    const goesOn = isStubborn || worker.files.has(`${worker.cwd}/survive`);
    return goesOn ? lives(worker) : 0;
  });
  if (isStubborn) main.ignore('SIGINT');
  main.print(`serving from ${dirname(dirname(main.argv[0]))}\n`);
  return lives(main);
};

describe('a plain process of a simulated host', () => {
  let host: Host;
  beforeEach(() => {
    host = simulatedHost('there', new Map(), { programs: { python } });
  });
  processContract(() => ({ host, folder: '/srv', environments: ['/srv/one', '/srv/two'] }));
});

describe('a simulated service', () => {
  serviceContract(() => {
    let isStubborn = false;
    const state = { active: false, environment: '/one' };
    const manner = { program: { variables: { COLOUR: 'green' } }, isStubborn: () => isStubborn };
    return {
      service: simulatedService(state, manner),
      environments: ['/one', '/two'],
      makeStubborn: async () => {
        isStubborn = true;
      },
    };
  });
});
