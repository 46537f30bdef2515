import { configurationTroubleCode } from '../../core/configuration/trouble-code.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { type Receipt, receiptFormat } from '../../core/plan/receipt.ts';
import type { ConfigurationTrial } from '../../core/plan/receipt-parts.ts';
import { workOf } from '../../core/plan/work-of.ts';

/** What a rehearsal found out, but for what follows from it. */
type Found = Pick<
  Receipt,
  'made' | 'seen' | 'copy' | 'artefacts' | 'configurations' | 'hops' | 'steps' | 'restore' | 'repeats'
> &
  Pick<Receipt, 'imports' | 'etcdChanged' | 'revisionLimit' | 'downtime' | 'failure'>;

/** The first program that does not take today's file. */
function refusal(configurations: readonly ConfigurationTrial[]): Receipt['failure'] {
  const refused = configurations.find(({ outcome }) => outcome !== 'ok');
  if (!refused || refused.outcome === 'ok') return undefined;
  const { step, component, version, config, outcome, message, issues } = refused;
  const doesNotRun = outcome === 'broken' || outcome === 'faulty';
  const [issue] = issues;
  const where = issue ? [issue.line && `line ${issue.line}`, issue.key].filter(Boolean).join(', ') : '';
  const isCommand = outcome === 'command' || outcome === 'elsewhere';
  const what = doesNotRun
    ? 'does not run'
    : isCommand
      ? 'cannot be started by its service'
      : `does not take ${config}${where ? ` (${where})` : ''}`;
  return {
    step,
    code: doesNotRun ? 'environment.broken' : configurationTroubleCode[outcome],
    message: `the new ${component} ${version} ${what}: ${issue?.message ?? message}`,
    ...(doesNotRun || isCommand
      ? {}
      : { hint: `change ${config} so that both the old and the new release accept it` }),
  };
}

/** A receipt, bound to what the plan would do and to the facts that it relied on. */
export function makeReceipt(plan: Plan, { failure, ...found }: Found): Receipt {
  const { id, fingerprint, cluster, from, to } = plan;
  const questions = found.hops.flatMap(({ revisions }) =>
    revisions.flatMap((each) => (each.asked ?? []).map((asked) => ({ revision: each.id, ...asked }))),
  );
  const why = failure ?? refusal(found.configurations);
  return {
    format: receiptFormat,
    plan: id,
    fingerprint,
    work: workOf(plan),
    cluster,
    from,
    to,
    ...found,
    questions,
    ok: why === undefined && found.repeats,
    ...(why ? { failure: why } : {}),
  };
}
