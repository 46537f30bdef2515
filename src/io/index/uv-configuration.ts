import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'smol-toml';
import { z } from 'zod';
import { BaiupError, messageOf } from '../../lib/errors.ts';
import type { Variables } from '../../lib/variables.ts';

/** What uv's own configuration says of where packages come from. */
export interface UvConfiguration {
  readonly index?: string;
  readonly extraIndexes: readonly string[];
  readonly findLinks: readonly string[];
  readonly noIndex: boolean;
  /** Hosts whose certificates uv does not look at. */
  readonly insecureHosts: readonly string[];
}

/** The keys of uv.toml that matter here; everything else is uv's business. */
const settings = z.object({
  'index-url': z.string().optional(),
  'extra-index-url': z.array(z.string()).default([]),
  'find-links': z.array(z.string()).default([]),
  'no-index': z.boolean().default(false),
  'allow-insecure-host': z.array(z.string()).default([]),
  index: z.array(z.object({ url: z.string(), default: z.boolean().default(false) })).default([]),
});
const file = settings.extend({ pip: settings.partial().optional() });

const nothing: UvConfiguration = { extraIndexes: [], findLinks: [], noIndex: false, insecureHosts: [] };

function locations(env: Variables): string[] {
  const own = env['UV_CONFIG_FILE'];
  if (own) return [own];
  const home = env['XDG_CONFIG_HOME'] || join(env['HOME'] || homedir(), '.config');
  return [join(home, 'uv', 'uv.toml'), '/etc/uv/uv.toml'];
}

/**
 * The operator's uv.toml: `$UV_CONFIG_FILE`, else the user's, else the machine's.
 * @throws BaiupError `index.uv-configuration` for one that cannot be understood: guessing another index would be wrong
 */
export async function uvConfiguration(env: Variables): Promise<UvConfiguration> {
  if (env['UV_NO_CONFIG']) return nothing;
  for (const path of locations(env)) {
    const text = await readFile(path, 'utf8').catch(() => undefined);
    if (text !== undefined) return parseUvConfiguration(path, text);
  }
  return nothing;
}

function parseUvConfiguration(path: string, text: string): UvConfiguration {
  try {
    const { pip = {}, ...top } = file.parse(parse(text));
    const main = top.index.find((each) => each.default)?.url ?? top['index-url'] ?? pip['index-url'];
    return {
      ...(main === undefined ? {} : { index: main }),
      extraIndexes: [
        ...top.index.filter((each) => !each.default).map(({ url }) => url),
        ...top['extra-index-url'],
        ...(pip['extra-index-url'] ?? []),
      ],
      findLinks: [...top['find-links'], ...(pip['find-links'] ?? [])],
      noIndex: top['no-index'] || (pip['no-index'] ?? false),
      insecureHosts: [...top['allow-insecure-host'], ...(pip['allow-insecure-host'] ?? [])],
    };
  } catch (cause) {
    throw new BaiupError('index.uv-configuration', `${path} cannot be understood: ${messageOf(cause)}`, {
      hint: 'correct it, or name the index: baiup catalog sync --index URL',
      cause,
    });
  }
}
