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
  /** Lets it write into a folder of ours. */
  readonly letIn: (folder: string) => Promise<void>;
}

interface Other {
  readonly number: number;
  readonly group: number;
}

/** It reads what we lend, and files of its service that only root's group may read. */
const readsAll = ['--inh-caps=+dac_read_search', '--ambient-caps=+dac_read_search'];

const noSuchWay = new Set(['host.no-root', 'command.missing']);

/** What runs something as another user, by root; undefined where root is not to be had, or cannot do that. */
async function prefixFor(root: Host, { number, group }: Other): Promise<readonly string[] | undefined> {
  const prefix = ['setpriv', `--reuid=${number}`, `--regid=${group}`, '--init-groups', ...readsAll] as const;
  try {
    const tried = await root.ask({ argv: [...prefix, 'true'], timeoutMs: 20_000 });
    return tried.exitCode === 0 ? prefix : undefined;
  } catch (error) {
    if (error instanceof BaiupError && noSuchWay.has(error.code)) return undefined;
    throw error;
  }
}

const itsOwn = async (): Promise<void> => undefined;

/** As a third user, who is neither we nor root. */
async function asOther(host: Host, root: Host, other: Other): Promise<Omit<ItsTrial, 'program'>> {
  const prefix = await prefixFor(root, other);
  if (!prefix) return { host, letIn: itsOwn };
  return {
    host: withPrefix(root, prefix),
    // The folder stays ours, so that we can remove it.
    letIn: async (folder) => {
      await root.run({ argv: ['chgrp', '--', String(other.group), folder], timeoutMs: 20_000 });
      await root.run({ argv: ['chmod', '770', '--', folder], timeoutMs: 20_000 });
    },
  };
}

/**
 * A program as it is tried: as the user whom its service runs it as, with that user's home. For a third one, who is
 * neither we nor root, root does it; where root is not to be had, we do.
 */
export async function asItsUser({ host, program }: Trial): Promise<ItsTrial> {
  if (program.user === undefined) return { host, program, letIn: itsOwn };
  const [{ home, name, number, group }, { user: ours }] = await Promise.all([
    accountsOf(host)(program.user),
    host.facts(),
  ]);
  const variables = { HOME: home, USER: name, LOGNAME: name, ...program.variables };
  const its = { program: { ...program, variables } };
  if (number === ours || (number !== 0 && group === undefined)) return { ...its, host, letIn: itsOwn };
  const root = ours === 0 ? host : host.asRoot();
  if (number === 0 || group === undefined) return { ...its, host: root, letIn: itsOwn };
  return { ...its, ...(await asOther(host, root, { number, group })) };
}
