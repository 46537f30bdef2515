import { expect, it } from 'vitest';
import { waitFor } from '../../lib/wait.ts';
import type { Host } from '../hosts/port.ts';
import { processService } from './process.ts';
import { type GivenService, patience, printed, serviceContract } from './service-contract.ts';
import { saveServiceFile } from './service-file.ts';

export interface GivenProcess extends Pick<GivenService, 'environments'> {
  readonly host: Host;
  /**
   * Where its module `program` lies: a main process and a worker, as the components have. The worker ends with its main
   * process, or once that is gone the file `survive` here; neither does where `stubborn` is among its arguments.
   */
  readonly folder: string;
}

export async function describeService(
  { host, folder, environments }: GivenProcess,
  ...args: readonly string[]
): Promise<void> {
  await saveServiceFile(host, folder, {
    name: 'a service of this test',
    environment: environments[0],
    module: 'program',
    arguments: [...args],
    cwd: folder,
    env: { COLOUR: 'green' },
    log: `${folder}/log`,
  });
}

/** What a plain process described in a folder does as a service, on any host. */
export function processContract(given: () => GivenProcess): void {
  const describeHere = (...args: string[]) => describeService(given(), ...args);
  const serviceHere = async () => {
    await describeHere();
    const { host, folder } = given();
    return processService(host, folder);
  };
  const left = () => {
    const { host, folder } = given();
    return host.processes({ variable: 'BAIUP_SERVICE', value: folder });
  };

  serviceContract(async () => ({
    service: await serviceHere(),
    environments: given().environments,
    makeStubborn: () => describeHere('stubborn'),
  }));

  it('leaves nothing of its group', async () => {
    await describeHere('stubborn');
    const { host, folder } = given();
    const service = processService(host, folder);
    await service.start();
    await printed(service, 'serving');
    expect((await left()).length).toBe(2);
    await service.stop('SIGINT', { timeoutMs: 100 });
    expect(await left()).toEqual([]);
  });

  it('clears away the worker of a main process that was killed before it starts anew', async () => {
    const service = await serviceHere();
    const { host, folder } = given();
    await host.writeText(`${folder}/survive`, '');
    await service.start();
    await printed(service, 'serving');
    const { pid = 0 } = await service.state();
    await host.signal([pid], 'SIGKILL');
    await waitFor(async () => ((await service.state()).active ? undefined : true), {
      ...patience,
      everyMs: 5,
      what: 'its end',
    });
    const [survivor] = await left();
    expect(survivor).toBeDefined();
    await service.start();
    expect((await left()).map((process) => process.pid)).not.toContain(survivor?.pid);
    expect(await service.state()).toMatchObject({ active: true });
  });

  it('is found again by a later process, also without its pid file', async () => {
    const service = await serviceHere();
    await service.start();
    const { pid } = await service.state();
    const { host, folder } = given();
    expect(await processService(host, folder).state()).toMatchObject({ active: true, pid });
    await host.remove(`${folder}/pid.json`);
    expect(await processService(host, folder).state()).toMatchObject({ active: true, pid });
  });

  it('is never mistaken for another process that has its number now', async () => {
    const service = await serviceHere();
    await service.start();
    const { host, folder } = given();
    const known = JSON.parse((await host.readText(`${folder}/pid.json`)) ?? '');
    await service.stop('SIGINT', patience);
    const other = await host.launch({
      argv: ['sleep', '30'],
      cwd: folder,
      env: { PATH: '/usr/bin:/bin' },
      log: `${folder}/other`,
    });
    await host.writeText(`${folder}/pid.json`, JSON.stringify({ ...known, pid: other }));
    expect(await service.state()).toMatchObject({ active: false });
    expect(await service.stop('SIGINT', patience)).toEqual({ killed: false });
    expect(await host.processes({ pid: other })).toHaveLength(1);
    await host.signal([other], 'SIGKILL');
  });

  it('says where no service is described, and on which host', async () => {
    const { host, folder } = given();
    const service = processService(host, folder);
    await host.remove(`${folder}/service.json`);
    await expect(service.state()).rejects.toMatchObject({
      code: 'service.unknown',
      message: expect.stringContaining(`${folder}/service.json on ${host.name}`),
    });
  });
}
