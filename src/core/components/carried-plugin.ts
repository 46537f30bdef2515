import { z } from 'zod';
import type { Plugin } from '../cluster/plugin.ts';
import { buildOf } from '../versions/build-of.ts';
import { pipVersion } from '../versions/pip-version.ts';
import type { Version } from '../versions/version.ts';

/** How a new environment gets a package that the old one holds beside its release. */
const taken = z.discriminatedUnion('from', [
  /** By name; `beside` is where the file of an earlier version lay. */
  z.strictObject({ from: z.literal('index'), version: z.string(), beside: z.string().optional() }),
  /** The wheel of this version, or else the newest, of a folder that the operator names. */
  z.strictObject({ from: z.literal('wheels'), folder: z.string(), version: z.string() }),
  z.strictObject({ from: z.literal('file'), path: z.string() }),
  z.strictObject({ from: z.literal('folder'), path: z.string(), isEditable: z.boolean() }),
  z.strictObject({ from: z.literal('address'), url: z.string() }),
]);

export const carriedPlugin = z.strictObject({
  name: z.string(),
  take: taken,
  entryPoints: z.array(z.strictObject({ group: z.string(), name: z.string() })),
  /** Another plugin asks for it: its version is kept where that fits, and nothing more. */
  isAskedFor: z.boolean(),
});
export type CarriedPlugin = z.infer<typeof carriedPlugin>;

interface Hop {
  /** The release that the environment has. */
  readonly from: Version;
  readonly to: Version;
}

/** What the operator decided in cluster.yaml: a version, a file or a folder of wheels. */
function decided(decision: string, wished: string): CarriedPlugin['take'] {
  if (!decision.startsWith('/')) return { from: 'index', version: decision };
  const isFile = /\.(whl|tar\.gz|zip)$/.test(decision);
  return isFile ? { from: 'file', path: decision } : { from: 'wheels', folder: decision, version: wished };
}

function taking(
  { version, source }: Plugin,
  decision: string | undefined,
  { from, to }: Hop,
): CarriedPlugin['take'] {
  const build = buildOf(version);
  const follows = build?.release === from && !build.isFixed;
  const wished = follows ? pipVersion(to) : version;
  if (decision !== undefined) return decided(decision, wished);
  if (source.from === 'index') return { from: 'index', version: wished };
  if (source.from === 'file' && follows)
    return { from: 'index', version: wished, beside: source.path.slice(0, source.path.lastIndexOf('/')) };
  return source;
}

/**
 * How a plugin comes along in a hop: one of the release's own version in the target's, any other as it is.
 * @param decision what cluster.yaml says of it: `leave`, a version, or a path
 * @returns undefined where it is left
 */
export function carryPlugin(
  plugin: Plugin,
  decision: string | undefined,
  hop: Hop,
): CarriedPlugin | undefined {
  if (decision === 'leave') return undefined;
  const { name, entryPoints, isAskedFor } = plugin;
  return {
    name,
    take: taking(plugin, decision, hop),
    entryPoints: [...entryPoints],
    isAskedFor: isAskedFor && decision === undefined,
  };
}

/** As a sentence names it: `backend-ai-accelerator-mock 25.19.2`. */
export function pluginText({ name, take }: Pick<CarriedPlugin, 'name' | 'take'>): string {
  switch (take.from) {
    case 'index':
      return `${name} ${take.version}`;
    case 'wheels':
      return `${name} ${take.version} from ${take.folder}`;
    case 'file':
    case 'folder':
      return `${name} from ${take.path}`;
    case 'address':
      return `${name} from ${take.url}`;
    default:
      return take satisfies never;
  }
}
