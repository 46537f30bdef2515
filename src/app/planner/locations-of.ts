import { isAbsolute, join } from 'node:path';
import { parse } from 'smol-toml';
import type { Member } from '../../core/cluster/inventory.ts';
import { componentNamed } from '../../core/components/index.ts';
import { valueUnder } from '../../core/configuration/value-under.ts';

type Table = Readonly<Record<string, unknown>>;

function tableOf(text: string | undefined): Table {
  try {
    return parse(text ?? '');
  } catch {
    // What is wrong with it is a finding of a check.
    return {};
  }
}

/** The text under a dotted key. */
function textUnder(table: Table, key: string): string | undefined {
  const at = valueUnder(table, key);
  return typeof at === 'string' && at !== '' ? at : undefined;
}

/**
 * The folders and files of a member that the way back needs to know, by the keys that name them: as its configuration
 * says, else as cluster.yaml does, else as the component takes them.
 * @param text of its configuration, where it could be read
 */
export function locationsOf(member: Member, text: string | undefined): Record<string, string> {
  const { hostFiles, kernels } = componentNamed(member.component);
  const table = tableOf(text);
  const locations = hostFiles
    .filter(({ back }) => back !== 'leave')
    .map(({ where }) => {
      if (where === 'configuration') return [where, member.config] as const;
      const declared = where.key === kernels?.location ? member.agent?.varBase : undefined;
      const path = textUnder(table, where.key) ?? declared ?? where.unless;
      return [where.key, isAbsolute(path) ? path : join(member.workdir, path)] as const;
    });
  return Object.fromEntries(locations);
}
