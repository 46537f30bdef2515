import { expect, it } from 'vitest';
import { waitFor } from '../../lib/wait.ts';
import type { Service } from './port.ts';

export interface GivenService {
  /** It does not run, has the variable COLOUR=green, and prints `serving from ENVIRONMENT` when it has started. */
  readonly service: Service;
  /** Two environments; it is described with the first. */
  readonly environments: readonly [string, string];
  /** What is started from now on does not end when it is asked to. */
  readonly makeStubborn: () => Promise<void>;
}

export const patience = { timeoutMs: 5_000 };

/** Waits until a service has printed a text among its last lines. */
export const printed = (service: Service, text: string) =>
  waitFor(async () => ((await service.logTail(5)).includes(text) ? true : undefined), {
    ...patience,
    everyMs: 5,
    what: `"${text}" in the log`,
  });

/** What every service does, whatever it is made of. */
export function serviceContract(given: () => GivenService | Promise<GivenService>): void {
  it('starts once, and stops', async () => {
    const { service, environments } = await given();
    expect(await service.state()).toMatchObject({ active: false, environment: environments[0] });
    await service.start();
    const running = await service.state();
    expect(running).toMatchObject({ active: true, environment: environments[0] });
    await printed(service, `serving from ${environments[0]}`);
    await service.start();
    const { life: _, ...same } = running;
    expect(await service.state()).toMatchObject(same);
    expect(await service.stop('SIGINT', patience)).toEqual({ killed: false });
    expect(await service.state()).toMatchObject({ active: false, environment: environments[0] });
    expect(await service.stop('SIGINT', patience)).toEqual({ killed: false });
  });

  it('is killed at the deadline', async () => {
    const { service, environments, makeStubborn } = await given();
    await makeStubborn();
    await service.start();
    await printed(service, `serving from ${environments[0]}`);
    expect(await service.stop('SIGINT', { timeoutMs: 300 })).toEqual({ killed: true });
    expect(await service.state()).toMatchObject({ active: false });
  });

  it('goes on where a stop is cut short', async () => {
    const { service, environments, makeStubborn } = await given();
    await makeStubborn();
    await service.start();
    await printed(service, `serving from ${environments[0]}`);
    const cut = AbortSignal.abort(new Error('enough'));
    await expect(service.stop('SIGINT', { ...patience, signal: cut })).rejects.toThrow('enough');
    expect(await service.state()).toMatchObject({ active: true });
  });

  it('runs from another environment after its next start', async () => {
    const { service, environments } = await given();
    await service.start();
    await printed(service, `serving from ${environments[0]}`);
    expect(await service.linkEnvironment(`${environments[0]}.kept`)).toBe(true);
    await service.switchEnvironment(environments[1], environments[0]);
    expect(await service.state()).toMatchObject({ active: true, environment: environments[1] });
    await service.stop('SIGINT', patience);
    await service.start();
    await printed(service, `serving from ${environments[1]}`);
  });

  it('tells what it starts', async () => {
    const program = await (await given()).service.program();
    expect(program.variables).toEqual({ COLOUR: 'green' });
    expect(program.arguments.slice(0, 2)).toEqual(['-m', 'program']);
    expect(program.cwd).toMatch(/^\//);
  });
}
