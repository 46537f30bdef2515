import { z } from 'zod';
import { evidences, ruleKinds, whens } from '../../src/core/catalog/rules/rule.ts';
import { componentNames } from '../../src/core/cluster/inventory.ts';
import { editSchema } from '../../src/core/configuration/edit.ts';
import { keyPath } from '../../src/core/configuration/key-path.ts';
import { parseVersion } from '../../src/core/versions/parse-version.ts';
import { parseRange } from '../../src/core/versions/version-range.ts';
import { messageOf } from '../../src/lib/errors.ts';

/** What a rule may be about: components of Backend.AI, the servers under it, and what stands around it. */
const subjects = [...componentNames, 'postgres', 'redis', 'etcd', 'client', 'external', 'installer'] as const;

function parsedBy(parse: (text: string) => unknown) {
  return z.string().superRefine((text, context) => {
    try {
      parse(text);
    } catch (error) {
      context.addIssue({ code: 'custom', message: messageOf(error) });
    }
  });
}

/** What is wrong with an edit of the configuration files of some components. */
function wrongEdit(
  { key, ...edit }: z.infer<typeof editSchema>,
  components: readonly string[],
): string | undefined {
  const without = components.find((each) => !(componentNames as readonly string[]).includes(each));
  if (without !== undefined) return `${without} has no configuration file that baiup changes`;
  try {
    const length = keyPath(key).length;
    if (edit.action === 'rename' && keyPath(edit.to).length !== 1)
      return 'to is the last part of the new key alone';
    if (edit.action !== 'section' && edit.action !== 'rename' && length < 2) return 'say section and key';
  } catch {
    return `${key} is no key of TOML`;
  }
  return undefined;
}

const words = z.string().trim().min(3);

const prefix = z
  .string()
  .regex(/^[a-z{][^\s]*\/$/, 'a prefix within the namespace ends in a slash and begins without');

const keyMove = z
  .strictObject({ move: prefix, to: z.array(prefix).min(1) })
  .superRefine(({ move, to }, context) => {
    const wrong = (message: string) => context.addIssue({ code: 'custom', message, path: ['to'] });
    if (/[{}]/.test(move.replace('{group}', '')))
      wrong('only {group} stands for something in a prefix to move');
    if (to.some((each) => /[{}]/.test(each.replace('{agent}', ''))))
      wrong('only {agent} stands for something here');
    if (to.some((each) => each.includes('{agent}')) !== move.includes('{group}'))
      wrong('{agent} are those of a {group}: both, or neither');
    if (to.includes(move)) wrong('nothing is moved to where it is');
  });

/** One entry of a rules file. */
export const ruleSchema = z
  .strictObject({
    id: z
      .string()
      .regex(/^[a-z0-9][a-z0-9._-]*$/, 'small letters, digits, dots, dashes and underscores only'),
    kind: z.enum(ruleKinds),
    from: parsedBy(parseRange),
    to: parsedBy(parseRange),
    hop: z.enum(['minor', 'major']).optional(),
    routes: z
      .array(z.enum(['none', 'upgrade', 'fill', 'rejoin']))
      .min(1)
      .optional(),
    revisions: z
      .array(z.string().regex(/^[0-9a-z]{12}$/, 'a revision has twelve signs'))
      .min(1)
      .optional(),
    components: z.array(z.enum(subjects)).min(1),
    severity: z.enum(['blocker', 'warning', 'info']),
    title: words,
    why: words,
    remedy: words,
    source: words,
    evidence: z.enum(evidences),
    fixedIn: z.array(parsedBy(parseVersion)).min(1).optional(),
    open: z.literal(true).optional(),
    check: z.string().optional(),
    step: z.string().optional(),
    where: z.array(z.enum(componentNames)).min(1).optional(),
    handled: words.optional(),
    keys: z.array(keyMove).min(1).optional(),
    when: z.enum(whens).optional(),
    runsBetween: z.literal(true).optional(),
    onlyRunning: z.literal(true).optional(),
    edits: z.array(editSchema).min(1).optional(),
  })
  .superRefine(({ components, edits = [] }, context) => {
    for (const [index, edit] of edits.entries()) {
      const message = wrongEdit(edit, components);
      if (message !== undefined) context.addIssue({ code: 'custom', message, path: ['edits', index] });
    }
  })
  .superRefine((rule, context) => {
    const { kind, severity, fixedIn, open, step, handled, check, runsBetween, onlyRunning } = rule;
    const { edits, keys, when } = rule;
    const wrong = (message: string, key: string) =>
      context.addIssue({ code: 'custom', message, path: [key] });
    if (kind !== 'manual' && (fixedIn === undefined) === (open === undefined))
      wrong(`a ${kind} either names fixedIn or says open: true`, fixedIn ? 'open' : 'kind');
    if (kind === 'tombstone' && runsBetween) wrong('a tombstone speaks of no hop', 'runsBetween');
    if (kind !== 'tombstone' && onlyRunning) wrong('only a tombstone speaks of a release', 'onlyRunning');
    if (severity !== 'blocker' && onlyRunning)
      wrong('a release that cannot run is no place to halt: a blocker', 'onlyRunning');
    if ((keys === undefined) !== (step !== 'configstore.edit'))
      wrong('the step configstore.edit and keys belong together', keys ? 'keys' : 'step');
    if (when !== undefined && (kind !== 'manual' || handled !== undefined))
      wrong('only a step that is left to the operator is due at some time', 'when');
    if (kind === 'manual' && severity === 'blocker') wrong('a manual step never blocks a hop', 'severity');
    if (step !== undefined && handled === undefined)
      wrong('say in handled how the step takes care of it', 'step');
    if (edits !== undefined && step !== 'configuration.patch')
      wrong('edits are made by the step configuration.patch: name it', 'edits');
    if (severity === 'blocker' && (handled ?? step ?? check) !== undefined)
      wrong('what is taken care of, or can be looked for, is no blocker', 'severity');
  });
