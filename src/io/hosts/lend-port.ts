import { BaiupError } from '../../lib/errors.ts';
import { waitFor } from '../../lib/wait.ts';
import { farProcess } from './far-process.ts';
import type { HostReader, LentPort } from './port.ts';
import { portsAreCommon } from './ports-are-common.ts';
import { sharesLoopback } from './shares-loopback.ts';
import type { SshTarget } from './ssh-command.ts';
import { forwardCommand } from './ssh-command.ts';
import { sshTrouble } from './ssh-trouble.ts';

const [lookMs, timeoutMs] = [2_000, 20_000];
const left = 'nothing was changed on it by this command';

/**
 * By a connection of its own, which ends when we do: its command reads from us.
 * @throws BaiupError `host.port-taken`, `host.no-forwarding`, and those of a host that cannot be reached
 */
export async function lendPort(
  { name, accepts }: Pick<HostReader, 'name' | 'accepts'>,
  target: SshTarget,
  port: number,
): Promise<LentPort> {
  const answers = () => accepts({ host: '127.0.0.1', port }, lookMs);
  if (await answers()) {
    if (await sharesLoopback({ accepts })) return portsAreCommon(port);
    throw new BaiupError('host.port-taken', `port ${port} of ${name} is in use there`, {
      hint: 'type the same command again: it takes another port',
      left,
    });
  }
  const ssh = farProcess(forwardCommand(target, port));
  ssh.input.on('error', () => undefined);
  ssh.hold(false);
  let end: Awaited<typeof ssh.end> | undefined;
  void ssh.end.then((how) => {
    end = how;
  });
  const opened = async (): Promise<'open' | 'ended' | undefined> =>
    (await answers()) ? 'open' : end && 'ended';
  const what = `port ${port} to answer on ${name}`;
  const how = await waitFor(opened, { timeoutMs, what }).catch(() => 'closed' as const);
  if (how === 'open') return { takeBack: ssh.kill };
  ssh.kill();
  if (end && how === 'ended') throw sshTrouble(name, target, { ...end, printed: '' });
  throw new BaiupError('host.no-forwarding', `${name} lets nobody have ports of this machine by SSH`, {
    hint: `AllowTcpForwarding in /etc/ssh/sshd_config of ${name} must be yes or remote`,
    left,
  });
}
