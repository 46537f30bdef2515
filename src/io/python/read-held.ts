import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { PluginSource } from '../../core/cluster/plugin.ts';
import type { HeldPackage } from '../../core/components/plugins-among.ts';
import type { HostReader } from '../hosts/port.ts';

/** What an installer writes down of a package that it got otherwise than by name (PEP 610). */
const direct = z.object({
  url: z.string(),
  dir_info: z.object({ editable: z.boolean().optional() }).optional(),
  vcs_info: z.object({ vcs: z.string(), commit_id: z.string() }).optional(),
  subdirectory: z.string().optional(),
});
const listed = z.object({
  name: z.string(),
  version: z.string(),
  requires: z.array(z.string()),
  direct: direct.nullable().catch(null),
  linked: z.string().nullable(),
  entryPoints: z.array(z.tuple([z.string(), z.string()])),
  slots: z.array(z.tuple([z.string(), z.string()])).default([]),
});
const listing = z.object({
  packages: z.array(listed),
  strays: z.array(z.string()),
  changed: z.array(z.string()),
});
type Listed = z.infer<typeof listed>;

/** All that an environment holds. */
export interface Held {
  readonly packages: readonly HeldPackage[];
  /** Files and folders that no package owns, below the packages' folder. */
  readonly strays: readonly string[];
  /** Modules of Backend.AI's own packages that are not as they were installed, there, too. */
  readonly changed: readonly string[];
}

const [program, beside] = ['./list_environment.py', './slot_names.py'].map((name) =>
  fileURLToPath(new URL(name, import.meta.url)),
) as [string, string];

/** An address as it may be shown and kept. */
function withoutPassword(url: string): string {
  const parsed = URL.parse(url);
  if (!parsed) return url;
  parsed.username = '';
  parsed.password = '';
  return parsed.href;
}

function sourceOf({ direct: written, linked }: Listed): PluginSource {
  if (linked !== null) return { from: 'folder', path: linked, isEditable: true };
  if (written === null) return { from: 'index' };
  const { url, dir_info, vcs_info, subdirectory } = written;
  if (vcs_info) {
    const below = subdirectory === undefined ? '' : `#subdirectory=${subdirectory}`;
    return { from: 'address', url: `${vcs_info.vcs}+${withoutPassword(url)}@${vcs_info.commit_id}${below}` };
  }
  if (!url.startsWith('file:')) return { from: 'address', url: withoutPassword(url) };
  const path = join(fileURLToPath(url), subdirectory ?? '');
  return dir_info ? { from: 'folder', path, isEditable: dir_info.editable === true } : { from: 'file', path };
}

function packageOf(each: Listed): HeldPackage {
  const { name, version, requires, entryPoints, slots } = each;
  const named = entryPoints.map(([group, point]) => ({ group, name: point }));
  const brings = slots.length > 0 ? { slots: slots.map(([slot, type]) => ({ name: slot, type })) } : {};
  return { name, version, requires, source: sourceOf(each), entryPoints: named, ...brings };
}

/**
 * What an environment holds, as its own Python sees it.
 * @returns undefined where its Python does not run
 */
export async function readHeld(host: HostReader, environment: string): Promise<Held | undefined> {
  const argv = [join(environment, 'bin', 'python'), '-I', await host.bring(program, beside)] as const;
  const asked = await host.ask({ argv, timeoutMs: 60_000 }).catch(() => undefined);
  if (asked?.exitCode !== 0) return undefined;
  const said = listing.safeParse(parsed(asked.stdout));
  return said.data && { ...said.data, packages: said.data.packages.map(packageOf) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
