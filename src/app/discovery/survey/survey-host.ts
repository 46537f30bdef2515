import type { HostReader } from '../../../io/hosts/port.ts';
import { accountsOf } from './accounts.ts';
import { describeMember } from './describe-member.ts';
import type { FoundMember } from './found.ts';
import { heardOut } from './heard-out.ts';
import { oneUnitEach } from './one-unit-each.ts';
import { originOfProcess, originOfUnit } from './origin.ts';
import { type ProgramProcess, programProcesses } from './program-process.ts';
import { readUnits } from './unit-facts.ts';

/** What is said of an agent that a watcher may start. */
const watched =
  (watchers: readonly string[]) =>
  (member: FoundMember): FoundMember => {
    if (member.component !== 'agent' || watchers.length === 0) return member;
    const text = `${watchers.join(', ')} runs the watcher beside it`;
    return { ...member, remarks: [...member.remarks, { at: 'service', text }] };
  };

/** The processes that others of them have started are left out. */
async function mainOnes(host: HostReader, processes: readonly ProgramProcess[]): Promise<ProgramProcess[]> {
  const pids = new Set(processes.map(({ pid }) => pid));
  const main = await Promise.all(
    processes.map(async (each) => {
      const [facts] = await host.processes({ pid: each.pid });
      return each.isWorker || (facts && pids.has(facts.parent)) ? undefined : each;
    }),
  );
  return main.filter((each) => each !== undefined);
}

/**
 * Finds what a host has of Backend.AI by its units, the scripts behind them, and its processes.
 * @throws BaiupError `host.*`, `command.deadline` where it did not answer
 */
export const surveyHost = (host: HostReader): Promise<readonly FoundMember[]> => heardOut(host, survey);

async function survey(host: HostReader): Promise<readonly FoundMember[]> {
  const accounts = accountsOf(host);
  const [units, processes] = await Promise.all([readUnits(host), programProcesses(host)]);
  const read = await Promise.all(
    units.map(async (unit) => ({
      name: unit.name,
      origin: await originOfUnit(host, unit, processes, accounts),
    })),
  );
  const ofUnits = read.flatMap(({ origin }) =>
    origin === undefined || origin === 'watcher' ? [] : [origin],
  );
  const known = new Set(
    ofUnits.flatMap(({ service }) => (service && 'unit' in service ? [service.unit] : [])),
  );
  const others = processes.filter(({ unit }) => unit === undefined || !known.has(unit));
  const ofProcesses = await Promise.all(
    (await mainOnes(host, others)).map(async (process) => {
      const { home, name } = await accounts(String(process.user ?? 0));
      return originOfProcess(process, home, name);
    }),
  );
  const members = await Promise.all(
    [...ofUnits, ...ofProcesses].map((origin) => describeMember(host, origin)),
  );
  const watchers = read.flatMap(({ name, origin }) => (origin === 'watcher' ? [name] : []));
  return oneUnitEach(members).map(watched(watchers));
}
