import { useContext, useEffect, useState } from 'preact/hooks';
import type { PlanAnswer, Task } from '../../src/ui/server/wire.ts';
import { pathTo } from '../live/route.ts';
import type { Served } from '../live/store.ts';
import { Session } from '../live/use-store.ts';
import { Findings, mustBeAccepted } from '../parts/findings.tsx';
import { LogTail } from '../parts/log-tail.tsx';
import { Moment } from '../parts/moment.tsx';
import { type PathHop, PathLine } from '../parts/path-line.tsx';
import { PlanTree } from '../parts/plan-tree.tsx';
import { ReceiptView } from '../parts/receipt-view.tsx';
import { rangeText } from '../parts/seconds.ts';
import { AskDialog } from './ask-dialog.tsx';
import { TroubleNote } from './trouble-note.tsx';
import { useAnswer } from './use-answer.ts';
import { useChange } from './use-change.ts';

interface PlanPageProps {
  readonly served: Served | null | undefined;
  readonly tasks: readonly Task[];
}

const taskNames: Readonly<Record<Task['what'], string>> = {
  apply: 'Carrying it out',
  resume: 'Going on',
  rollback: 'Rolling back',
  abort: 'Going back',
  plan: 'Making the plan',
  rehearse: 'Rehearsing it',
};

/** What the server is at for somebody, and why the last of it failed. */
function TaskNote({ task }: { readonly task: Task | undefined }) {
  if (!task || task.state === 'done') return null;
  if (task.error) return <TroubleNote trouble={task.error} />;
  return (
    <div class="need" role="status">
      <p>
        {taskNames[task.what]} for {task.who}, since <Moment at={task.started} />
        {task.run === null ? null : (
          <>
            : <a href={pathTo.run(task.run)}>watch {task.run}</a>
          </>
        )}
      </p>
      {task.lines.length > 0 ? <LogTail title="What it says" text={task.lines.slice(-8).join('\n')} /> : null}
    </div>
  );
}

function MakePlan({ isGoing }: { readonly isGoing: boolean }) {
  const change = useChange();
  const [to, setTo] = useState('');
  if (!change.mayChange) return null;
  return (
    <form
      class="make"
      onSubmit={(event) => {
        event.preventDefault();
        if (to.trim() !== '') change.send('/api/plan', { to: to.trim() });
      }}
    >
      <label>
        <span>Upgrade to</span>
        <input
          type="text"
          inputMode="decimal"
          placeholder="24.09.4"
          spellcheck={false}
          value={to}
          onInput={({ currentTarget }) => setTo(currentTarget.value)}
        />
      </label>
      <button type="submit" disabled={isGoing || change.isGoing || to.trim() === ''}>
        Make the plan
      </button>
      <p class="quiet">Planning changes nothing.</p>
      {change.trouble ? <TroubleNote trouble={change.trouble} /> : null}
    </form>
  );
}

interface ApplyProps {
  readonly answer: PlanAnswer;
  readonly isChanged: boolean;
  readonly isGoing: boolean;
}

/** Warnings are accepted one by one; only then can the plan be carried out. */
function ReadAndApply({ answer: { plan, receipt }, isChanged, isGoing }: ApplyProps) {
  const change = useChange();
  const [accepted, setAccepted] = useState<ReadonlySet<string>>(new Set(plan.accepted));
  const [isAsked, setAsked] = useState(false);
  const [isOptional, setOptional] = useState(false);
  const open = plan.findings.filter((finding) => mustBeAccepted(finding) && !accepted.has(finding.code));
  const isManual = plan.findings.some(({ origin, handled }) => origin === 'manual' && handled === undefined);
  const blocked = plan.findings.some(({ severity }) => severity === 'blocker');
  const codes = new Set(open.map(({ code }) => code));
  const isReady = codes.size === 0 && !blocked && !isChanged && !isGoing && !change.isGoing;
  const accept = (code: string, isAccepted: boolean): void =>
    setAccepted((before) => {
      const after = new Set(before);
      if (isAccepted) after.add(code);
      else after.delete(code);
      return after;
    });
  return (
    <>
      <section class="panel" aria-label="Findings">
        <h2>Findings</h2>
        <Findings
          findings={plan.findings}
          {...(change.mayChange ? { accepting: { accepted, onAccept: accept } } : {})}
        />
      </section>
      {change.mayChange ? (
        <section class="panel carry-out" aria-label="Carry it out">
          <h2>Carry it out</h2>
          {isManual ? (
            <label class="accept">
              <input
                type="checkbox"
                checked={isOptional}
                onChange={({ currentTarget }) => setOptional(currentTarget.checked)}
              />
              Optional manual steps count as approved
            </label>
          ) : null}
          <p role="status">
            {blocked
              ? 'A blocker stands in the way: fix it, then make the plan again.'
              : codes.size > 0
                ? `To be read and accepted first: ${[...codes].join(', ')}`
                : isChanged
                  ? 'The plan has changed since: read the new one.'
                  : 'Nothing is left to accept.'}
          </p>
          <div class="acts">
            <button
              type="button"
              disabled={isGoing || change.isGoing || isChanged}
              onClick={() => change.send('/api/rehearse', { plan: plan.id })}
            >
              {receipt ? 'Rehearse it again' : 'Rehearse it'}
            </button>
            <button type="button" class="primary" disabled={!isReady} onClick={() => setAsked(true)}>
              Carry it out…
            </button>
          </div>
          {change.trouble && !isAsked ? <TroubleNote trouble={change.trouble} /> : null}
        </section>
      ) : null}
      {isAsked ? (
        <AskDialog
          title={`Upgrade ${plan.cluster}: ${plan.from} → ${plan.to}`}
          does="Carry it out"
          isGoing={change.isGoing}
          trouble={change.trouble}
          onClose={() => setAsked(false)}
          onDo={async () => {
            const body = { plan: plan.id, accept: [...accepted], optional: isOptional };
            if (await change.send('/api/apply', body)) setAsked(false);
          }}
        >
          <p>
            Users are without service for about{' '}
            {rangeText(plan.downtime.predicted, plan.downtime.predictedRange)}.{' '}
            {receipt?.ok ? '' : 'No rehearsal says that it works: it is rehearsed first.'}
          </p>
        </AskDialog>
      ) : null}
    </>
  );
}

/** Why the plan goes the way that it goes. */
function Path({ from, to }: { readonly from: string; readonly to: string }) {
  const query = new URLSearchParams({ from, to });
  const { answer } = useAnswer<{ readonly hops: readonly PathHop[] }>(`/api/path?${query}`);
  if (!answer?.hops) return null;
  return (
    <section class="panel" aria-label="Path">
      <h2>Path</h2>
      <PathLine hops={answer.hops} />
    </section>
  );
}

/** The plan that is served: what it would do, what it says, and what a rehearsal saw. */
export function PlanPage({ served, tasks }: PlanPageProps) {
  const { me } = useContext(Session);
  const { answer, trouble, again } = useAnswer<PlanAnswer>(served === null ? undefined : '/api/plan');
  const task = tasks.find(({ what }) => what === 'plan' || what === 'rehearse' || what === 'apply');
  const isGoing = task?.state === 'going';
  const isDone = task?.state === 'done' ? task.id : undefined;
  // What a task has made is read once it is there.
  useEffect(() => {
    if (isDone !== undefined) again();
  }, [isDone, again]);
  const plan = answer?.plan;
  const isChanged = plan !== undefined && served !== undefined && served?.id !== plan.id;
  const isNone = served === null || trouble?.code === 'plan.none';
  return (
    <>
      <header class="page-head">
        <h1>{plan ? `${plan.from} → ${plan.to}` : 'Plan'}</h1>
        <p class="quiet">
          {plan ? (
            <>
              <code>{plan.id}</code> for {plan.cluster}, predicted downtime{' '}
              {rangeText(plan.downtime.predicted, plan.downtime.predictedRange)}: {plan.downtime.basis}
            </>
          ) : null}
        </p>
      </header>
      <TaskNote task={task} />
      {isChanged ? (
        <div class="need needs" role="alert">
          <p>! The plan has changed since you opened it: somebody made another one.</p>
          <button type="button" class="primary" onClick={() => again()}>
            Show the plan as it is now
          </button>
        </div>
      ) : null}
      {isNone ? (
        <p>No plan is served yet{me?.user.role === 'operator' ? ': say where to go.' : '.'}</p>
      ) : null}
      {trouble && !isNone ? <TroubleNote trouble={trouble} /> : null}
      <MakePlan isGoing={isGoing} />
      {answer ? (
        <>
          <Path from={answer.plan.from} to={answer.plan.to} />
          <section class="panel" aria-label="What it would do">
            <h2>What it would do</h2>
            <PlanTree plan={answer.plan} />
          </section>
          <section class="panel" aria-label="Rehearsal">
            <h2>Rehearsal</h2>
            {answer.receipt ? <ReceiptView receipt={answer.receipt} /> : <p>It was not rehearsed yet.</p>}
          </section>
          <ReadAndApply key={answer.plan.id} answer={answer} isChanged={isChanged} isGoing={isGoing} />
        </>
      ) : null}
    </>
  );
}
