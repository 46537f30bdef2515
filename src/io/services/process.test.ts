import { dirname } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Host } from '../hosts/port.ts';
import { simulatedHost } from '../hosts/simulated.ts';
import { lives, type SimulatedProgram } from '../hosts/simulated-process.ts';
import { daemonPid } from './daemon.ts';
import { parkingContract } from './parking-contract.ts';
import { processContract } from './process-contract.ts';
import { type GivenService, serviceContract } from './service-contract.ts';
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

it('a program that waits is no service that runs, also where it has the number of one that did', async () => {
  const host = simulatedHost('there', new Map(), { programs: { python: lives } });
  const argv = ['/srv/one/bin/python'] as const;
  const pid = await host.launch({ argv, cwd: '/', env: { BAIUP_SERVICE: '/srv/parked' }, log: '/log' });
  const [{ startTicks = 0, boot = '' } = {}] = await host.processes({ pid });
  const traces = {
    ...{ env: { BAIUP_SERVICE: '/srv' }, marker: 'BAIUP_SERVICE', parkedAs: '/srv/parked' },
    pidFile: '/srv/pid.json',
  };
  const serves = async (since: number) => {
    await host.writeText(traces.pidFile, JSON.stringify({ pid, startTicks: since, boot }));
    return daemonPid(host, traces);
  };
  expect(await serves(startTicks - 1)).toBeUndefined();
  expect(await serves(startTicks)).toBe(pid);
});

describe('a simulated service', () => {
  const given = (): GivenService => {
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
  };
  serviceContract(given);
  parkingContract(given);
});
