import { withPrefix } from '../../io/hosts/low-priority.ts';
import type { Host } from '../../io/hosts/port.ts';
import type { ServiceProgram } from '../../io/services/port.ts';
import { BaiupError } from '../../lib/errors.ts';
import { accountsOf } from '../discovery/survey/accounts.ts';

/** A program, and the host where it is tried. */
interface Trial {
  readonly host: Host;
  readonly program: ServiceProgram;
}

interface ItsTrial extends Trial {
  /** The host where we have a third user's rights, and no others. */
  readonly alone?: Host;
  /** Lets it write into a folder of ours. @returns the host to try it on then: as us, where that cannot be */
  readonly letIn: (folder: string) => Promise<Host>;
}

interface Other {
  readonly number: number;
  readonly group: number;
}

/** It reads what we lend, and files of its service that only root's group may read. */
const readsAll: readonly string[] = ['--inh-caps=+dac_read_search', '--ambient-caps=+dac_read_search'];

const noSuchWay = new Set(['host.no-root', 'command.missing']);

const asUser = ({ number, group }: Other) =>
  ['setpriv', `--reuid=${number}`, `--regid=${group}`, '--init-groups'] as const;

/** What runs something as another user, by root; undefined where root is not to be had, or cannot do that. */
async function prefixFor(root: Host, other: Other): Promise<readonly string[] | undefined> {
  const prefix = [...asUser(other), ...readsAll] as const;
  try {
    const tried = await root.ask({ argv: [...prefix, 'true'], timeoutMs: 20_000 });
    return tried.exitCode === 0 ? prefix : undefined;
  } catch (error) {
    if (error instanceof BaiupError && noSuchWay.has(error.code)) return undefined;
    throw error;
  }
}

/** Who needs no letting in. */
const by = (host: Host) => ({ host, letIn: async () => host });

/** As a third user, who is neither we nor root. */
async function asOther(host: Host, root: Host, other: Other): Promise<Omit<ItsTrial, 'program'>> {
  const prefix = await prefixFor(root, other);
  if (!prefix) return by(host);
  const its = withPrefix(root, prefix);
  return {
    host: its,
    alone: withPrefix(root, asUser(other)),
    // The folder stays ours, so that we can remove it.
    letIn: async (folder) => {
      for (const change of [['chgrp', '--', String(other.group)] as const, ['chmod', '770', '--'] as const]) {
        const { exitCode } = await root.ask({ argv: [...change, folder], timeoutMs: 20_000 });
        // Root may not do that where the folder is another machine's, as by NFS.
        if (exitCode !== 0) return host;
      }
      return its;
    },
  };
}

/**
 * A program as it is tried: as the user whom its service runs it as, with that user's home. For a third one, who is
 * neither we nor root, root does it; where root is not to be had, we do.
 */
export async function asItsUser({ host, program }: Trial): Promise<ItsTrial> {
  if (program.user === undefined) return { program, ...by(host) };
  const [{ home, name, number, group }, { user: ours }] = await Promise.all([
    accountsOf(host)(program.user),
    host.facts(),
  ]);
  const variables = { HOME: home, USER: name, LOGNAME: name, ...program.variables };
  const its = { program: { ...program, variables } };
  if (number === ours || (number !== 0 && group === undefined)) return { ...its, ...by(host) };
  const root = ours === 0 ? host : host.asRoot();
  if (number === 0 || group === undefined) return { ...its, ...by(root) };
  return { ...its, ...(await asOther(host, root, { number, group })) };
}
