import { componentNamed } from '../../../core/components/index.ts';
import type { HostReader } from '../../../io/hosts/port.ts';
import { readInstalled } from '../read-installed.ts';
import { configFound } from './config-found.ts';
import type { FoundEnvironment, FoundMember, Remark } from './found.ts';
import type { Origin } from './origin.ts';

async function realPath(host: HostReader, path: string): Promise<string> {
  const asked = await host.ask({ argv: ['readlink', '-f', path], timeoutMs: 20_000 }).catch(() => undefined);
  return (asked?.exitCode === 0 && asked.stdout.trim()) || path;
}

async function environmentOf(
  host: HostReader,
  { named, runsFrom, process }: Origin,
): Promise<{ readonly environment: FoundEnvironment | undefined; readonly remarks: Remark[] }> {
  if (named !== undefined && runsFrom !== undefined)
    return { environment: { path: named, real: runsFrom }, remarks: [] };
  const isThere = named !== undefined && (await host.stat(named).catch(() => undefined)) !== undefined;
  const seen = process?.environment;
  if (!isThere) {
    if (seen === undefined) return { environment: undefined, remarks: [] };
    const text = `how it is started names no environment: ${seen} is where its process has its modules from`;
    return {
      environment: { path: seen, real: await realPath(host, seen) },
      remarks: [{ at: 'service', text }],
    };
  }
  const [real, runs] = await Promise.all([
    realPath(host, named),
    seen === undefined ? undefined : realPath(host, seen),
  ]);
  const differs = runs !== undefined && runs !== real;
  const text = `its process runs from ${runs}; the next start takes ${named}`;
  return { environment: { path: named, real }, remarks: differs ? [{ at: 'service', text }] : [] };
}

/** Looks at all that belongs to one component. */
export async function describeMember(host: HostReader, origin: Origin): Promise<FoundMember> {
  const { service, start, process, isActive, isEnabled, user, home, variableFiles } = origin;
  const { component, cwd, arguments: told, variables } = start;
  const { distributions, module } = componentNamed(component);
  const [{ environment, remarks }, config] = await Promise.all([
    environmentOf(host, origin),
    configFound(host, { component, arguments: told, variables, cwd, home }),
  ]);
  const owner = { distribution: distributions[0], module, workdir: cwd };
  const installed = environment && (await readInstalled(host, origin.runsFrom ?? environment.path, owner));
  const notes = installed?.notes.map(({ text }) => ({ at: 'service' as const, text })) ?? [];
  const obstacle =
    service === undefined
      ? 'no unit starts it: it was started from a terminal, and nothing starts it again'
      : installed?.version === undefined
        ? (installed?.notes[0]?.text ?? 'its environment was not found')
        : undefined;
  const unread = config.isThere
    ? []
    : [{ at: 'config' as const, text: 'no such file was found in any folder where it looks' }];
  return {
    ...{
      host: host.name,
      component,
      service,
      isActive,
      isEnabled,
      user,
      workdir: cwd,
      environment,
      variables,
      variableFiles,
    },
    pid: process?.pid,
    version: installed?.version,
    config: config.path,
    configText: await host.readText(config.path).catch(() => undefined),
    remarks: [...origin.remarks, ...remarks, ...notes, ...unread],
    ...(obstacle === undefined ? {} : { obstacle }),
  };
}
