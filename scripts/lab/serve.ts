import { BaiupError } from '../../src/lib/errors.ts';
import { waitFor } from '../../src/lib/wait.ts';
import { reported } from '../../src/sandbox/progress.ts';
import { trouble } from './health.ts';
import type { LabHost, LabMember } from './hosts.ts';
import { prepare } from './prepare.ts';
import type { Lab } from './record.ts';
import { serverUnits } from './servers.ts';
import { onHost } from './ssh.ts';
import type { Told } from './told.ts';
import { enabledUnits } from './units.ts';

/** Starts what a cluster is made of, in order, and waits until all of it does real work. */
export async function serve(lab: Lab, { onProgress, signal }: Told): Promise<void> {
  const { hosts } = lab;
  await reported('Start PostgreSQL, Redis, etcd', onProgress, () =>
    Promise.all(hosts.map((host) => enable(lab, host, serverUnits(host)))),
  );
  await reported('Make database and etcd', onProgress, () => prepare(lab));
  await reported('Start the services', onProgress, async () => {
    await Promise.all(hosts.map((host) => enable(lab, host, host.members.flatMap(enabledUnits))));
    const members = hosts.flatMap((host) => host.members.map((member) => ({ host, member })));
    await Promise.all(members.map(({ host, member }) => works(lab, host, member, signal)));
  });
}

async function enable(lab: Lab, { name }: LabHost, units: readonly string[]): Promise<void> {
  if (units.length > 0) await onHost(lab, name, `systemctl enable --now --quiet ${units.join(' ')}`);
}

/** @throws BaiupError `lab.not-up` with the end of its journal */
async function works(
  lab: Lab,
  host: LabHost,
  member: LabMember,
  signal: AbortSignal | undefined,
): Promise<void> {
  const isWell = async () => {
    const wrong = await trouble(lab, host, member);
    if (wrong !== undefined) throw new Error(wrong);
    return true;
  };
  const what = `${member.unit} on ${host.name} to do real work`;
  try {
    await waitFor(isWell, { timeoutMs: 180_000, everyMs: 500, signal, what });
  } catch (error) {
    signal?.throwIfAborted();
    const { stdout } = await onHost(lab, host.name, `journalctl -u ${member.unit} -n 20 --no-pager`);
    throw new BaiupError('lab.not-up', `${(error as Error).message}\n${stdout}`, { cause: error });
  }
}
