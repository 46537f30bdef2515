import type { DeclaredHook } from '../../core/cluster/declared-hook.ts';
import type { Notice } from '../../core/run/notice.ts';
import { type Network, openNetwork } from '../../io/index/network.ts';
import { networkSettings } from '../../io/index/network-settings.ts';
import type { Hook } from '../../io/notify/hook.ts';
import { runCommand } from '../../io/notify/run-command.ts';
import { sendWebhook } from '../../io/notify/send-webhook.ts';
import type { Sent } from '../../io/notify/sent.ts';
import { messageOf, usageError } from '../../lib/errors.ts';
import type { Secret } from '../../lib/secret.ts';
import type { Variables } from '../../lib/variables.ts';
import { resolveSecret } from '../discovery/resolve-secret.ts';

const seconds = { timeout: 10, retryFor: 300 };

type DeclaredWebhook = NonNullable<DeclaredHook['webhook']>;

const nowhere = (): never => {
  throw new Error('a hook has no secrets on hosts');
};

/** The operator's way to the network; what pip may trust without proof is not trusted here. */
function networkFor({ certificate }: DeclaredWebhook, hook: string, env: Variables): Promise<Network> {
  const settings = { ...networkSettings({ insecureHosts: [] }, env), insecureHosts: [] };
  const saidBy = `the certificate of hook ${hook}`;
  return openNetwork(
    certificate === undefined ? settings : { ...settings, certificates: { path: certificate, saidBy } },
  );
}

async function hidden(key: string, source: DeclaredWebhook['url']): Promise<Secret> {
  const found = await resolveSecret(key, source, nowhere);
  if (found.reveal() === '') throw usageError('cluster.secret-missing', `${key} is empty`);
  return found;
}

/** Address and secret are read each time, and kept nowhere. */
function webhookOf(
  { name, timeout = seconds.timeout }: DeclaredHook,
  declared: DeclaredWebhook,
  env: Variables,
): Hook['send'] {
  let network: Promise<Network> | undefined;
  const hook = async () => {
    network ??= networkFor(declared, name, env);
    const { url, secret, format = 'json' } = declared;
    return {
      url: await hidden(`hooks.${name}.webhook.url`, url),
      secret: secret === undefined ? undefined : await hidden(`hooks.${name}.webhook.secret`, secret),
      format,
      network: await network,
      timeoutMs: timeout * 1000,
    };
  };
  return async (notice, signal): Promise<Sent> => {
    try {
      return await sendWebhook(await hook(), notice, Date.now, signal);
    } catch (error) {
      network = undefined;
      return { kind: 'refused', why: messageOf(error) };
    }
  };
}

/** The hooks of cluster.yaml. Nothing is read and nobody is asked before there is something to tell. */
export function openHooks(declared: readonly DeclaredHook[], env: Variables = process.env): Hook[] {
  return declared.map((hook) => {
    const { name, on, command, webhook, timeout = seconds.timeout, retryFor = seconds.retryFor } = hook;
    const run = (argv: readonly [string, ...string[]]): Hook['send'] => {
      const timeoutMs = timeout * 1000;
      return (notice: Notice, signal: AbortSignal) => runCommand({ argv, timeoutMs }, notice, signal);
    };
    const send = webhook ? webhookOf(hook, webhook, env) : command && run(command);
    if (!send) throw new Error(`hook ${name} has neither command nor webhook`);
    const wanted = on && new Set<string>(on);
    return { name, wants: (event) => wanted?.has(event) ?? true, send, retryForMs: retryFor * 1000 };
  });
}
