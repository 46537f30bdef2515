import { expect, it } from 'vitest';
import type { ParkRequest } from './port.ts';
import { type GivenService, patience, printed } from './service-contract.ts';

export interface GivenParking extends Pick<GivenService, 'service' | 'environments'> {
  /** What of a request its program needs beside the environment. */
  readonly request?: Partial<ParkRequest>;
}

/** What every service does whose program waits for its start. It reads `program.toml` before anybody could notice it. */
export function parkingContract(given: () => GivenParking | Promise<GivenParking>): void {
  const parkable = async () => {
    const { service, environments, request = {} } = await given();
    const [one, two] = environments;
    const asked = { environment: two, imports: [], distribution: 'pip', patience: 60, ...patience };
    const turnToTwo = async () => {
      expect(await service.linkEnvironment(`${one}.kept`)).toBe(true);
      await service.switchEnvironment(two, one);
    };
    return { service, one, two, turnToTwo, park: () => service.park({ ...asked, ...request }) };
  };

  it('lets a program wait that nobody notices, and goes on with that', async () => {
    const { service, one, two, turnToTwo, park } = await parkable();
    await service.start();
    await printed(service, `serving from ${one}`);
    const { life: _, ...before } = await service.state();
    expect(await park()).toMatchObject({ environment: two });
    expect(await service.state()).toMatchObject(before);
    expect(await service.parked()).toMatchObject({ environment: two });
    expect(await service.stop('SIGINT', patience)).toEqual({ killed: false });
    expect(await service.state()).toMatchObject({ active: false });
    await turnToTwo();
    expect(await service.start()).toEqual({ parked: true });
    await printed(service, `serving from ${two}`);
    const after = await service.state();
    expect(after).toMatchObject({ active: true, environment: two });
    expect(after.isHalf).toBeUndefined();
    expect(await service.parked()).toBeUndefined();
    expect(await service.start()).toEqual({ parked: false });
    expect((await service.state()).pid).toBe(after.pid);
    // Its operator stops and starts it as before.
    expect(await service.stop('SIGINT', patience)).toEqual({ killed: false });
    expect(await service.state()).toMatchObject({ active: false });
    expect(await service.start()).toEqual({ parked: false });
    expect(await service.state()).toMatchObject({ active: true, environment: two });
  });

  it('starts as usual where what waits is not what it starts', async () => {
    const { service, one, park } = await parkable();
    await park();
    const why = expect.stringContaining('starts another command');
    expect(await service.start()).toEqual({ parked: false, why });
    await printed(service, `serving from ${one}`);
    expect(await service.parked()).toBeUndefined();
  });

  it('takes away what waits', async () => {
    const { service, park } = await parkable();
    await park();
    await service.unpark();
    expect(await service.parked()).toBeUndefined();
    expect(await service.start()).toEqual({ parked: false });
    await service.unpark();
    expect(await service.state()).toMatchObject({ active: true });
  });
}
