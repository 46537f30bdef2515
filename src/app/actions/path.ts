import type { Catalog } from '../../core/catalog/catalog.ts';
import { findPath } from '../../core/path/find-path.ts';
import { fromMixed, type MixedMember } from '../../core/path/from-mixed.ts';
import { judgePath } from '../../core/path/judge-path.ts';
import type { Path, PathOptions, Policy } from '../../core/path/path.ts';
import { refusals } from '../../core/path/refusals.ts';
import { type WhyStop, whyStop } from '../../core/path/why-stop.ts';
import { parseVersion } from '../../core/versions/parse-version.ts';
import type { Version } from '../../core/versions/version.ts';
import { currentCatalog } from '../../io/index/current-catalog.ts';
import { usageError } from '../../lib/errors.ts';
import { acceptedCodes } from '../checks/known-codes.ts';

export interface PathRequest {
  /** From, to; with `exact` every stop between them as well. */
  readonly versions: readonly string[];
  readonly exact: boolean;
  readonly policy: Policy;
  /** Releases that cannot run as published, by the code of what is said of them: theirs are fixed. */
  readonly accept: readonly string[];
  readonly asOf?: string;
  /** A version: why the path halts there, or why not. */
  readonly why?: string;
  /** Members of several versions, `m=24.03.11,a=24.03.10`, in place of where to start. */
  readonly fromMixed?: string;
}

export interface PathAnswer {
  readonly path: Path;
  readonly refused: boolean;
  /** A path with fewer hops that the page does not allow but the database does: its stops after the start. */
  readonly shorter?: readonly Version[];
  /** The answer to `why`. */
  readonly why?: WhyStop;
}

const isoDate = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?Z)?$/;

/** A day or a time in UTC as ISO 8601. @throws BaiupError `date.malformed` (exit 64) for anything else */
function checkedDate(text: string): string {
  if (isoDate.test(text) && !Number.isNaN(Date.parse(text))) return text;
  const hint = 'write a day as 2024-03-27, or a time in UTC as 2024-03-27T12:00:00Z';
  throw usageError('date.malformed', `"${text}" is not a date`, hint);
}

function member(text: string): MixedMember {
  const [, id, version] = /^([^=\s]+)=(\S+)$/.exec(text.trim()) ?? [];
  if (id !== undefined && version !== undefined) return { id, version: parseVersion(version) };
  const hint = 'write each member with its version: --from-mixed m1=24.03.11,a1=24.03.10';
  throw usageError('path.mixed-malformed', `"${text}" is not a member with its version`, hint);
}

/**
 * The path of a cluster whose members have several versions: `m1=24.03.11,a1=24.03.10`.
 * @throws BaiupError `path.mixed-malformed`, `version.malformed` (exit 64)
 */
function mixedPath(catalog: Catalog, text: string, to: Version, options: PathOptions): Path {
  const [first = '', ...rest] = text.split(',');
  return fromMixed(catalog, [member(first), ...rest.map(member)], to, options).path;
}

function found({ versions, exact, fromMixed }: PathRequest, catalog: Catalog, options: PathOptions): Path {
  const [from, second, ...rest] = versions.map(parseVersion);
  if (fromMixed !== undefined) {
    if (from !== undefined && second === undefined && !exact)
      return mixedPath(catalog, fromMixed, from, options);
    throw usageError('path.versions', 'with --from-mixed, name one version only: the target');
  }
  if (from === undefined || second === undefined || (rest.length > 0 && !exact)) {
    const hint =
      versions.length < 2
        ? `baiup path ${versions[0] ?? 'FROM'} TO`
        : `baiup path ${versions.join(' ')} --exact judges exactly this chain`;
    throw usageError('path.versions', 'name where to start and where to go: two versions', hint);
  }
  return exact
    ? judgePath(catalog, [from, second, ...rest], options)
    : findPath(catalog, from, second, options);
}

/** Fewer hops than the page allows, where the databases of all releases carry them. */
function shorter(
  catalog: Catalog,
  { from, to, hops }: Path,
  options: PathOptions,
): Pick<PathAnswer, 'shorter'> {
  if (hops.length < 2 || options.policy === 'schema') return {};
  const other = findPath(catalog, from, to, { ...options, policy: 'schema' }).hops;
  return other.length > 0 && other.length < hops.length ? { shorter: other.map((hop) => hop.to) } : {};
}

/**
 * Finds the legal path, or judges the chain that is named. Needs no network.
 * @throws BaiupError `version.malformed`, `date.malformed`, `accept.unknown`, `path.versions`, `path.mixed-malformed` (all exit 64)
 */
export function path(request: PathRequest): PathAnswer {
  const options: PathOptions = {
    policy: request.policy,
    accept: acceptedCodes(request.accept),
    ...(request.asOf === undefined ? {} : { asOf: checkedDate(request.asOf) }),
  };
  const asked = request.why === undefined ? undefined : parseVersion(request.why);
  const catalog = currentCatalog();
  const answer = found(request, catalog, options);
  return {
    path: answer,
    refused: refusals(answer).length > 0,
    ...(request.exact ? {} : shorter(catalog, answer, options)),
    ...(asked === undefined ? {} : { why: whyStop(catalog, answer, asked, options) }),
  };
}
