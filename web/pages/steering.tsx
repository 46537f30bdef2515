import { useState } from 'preact/hooks';
import type { RunView, StepView } from '../../src/core/run/view.ts';
import type { ShownState, StandingNow } from '../../src/ui/server/wire.ts';
import { AskDialog } from './ask-dialog.tsx';
import { TroubleNote } from './trouble-note.tsx';
import { useAnswer } from './use-answer.ts';
import { type Change, useChange } from './use-change.ts';

export type Act = 'pause' | 'resume' | 'abort' | 'rollback';

interface Steered {
  readonly view: RunView;
  readonly standing: StandingNow | undefined;
}

/** What can be asked of a run as it stands. */
export function actsOf({ view, standing }: Steered): Act[] {
  const shown: ShownState = standing?.state ?? view.state;
  if (view.forgotten) return [];
  switch (shown) {
    case 'running':
      return view.asked ? ['abort'] : ['pause', 'abort'];
    case 'stopped':
      return ['resume', 'rollback'];
    case 'cut':
      return view.salvaged === undefined ? ['resume', 'rollback'] : ['rollback'];
    case 'broken':
    case 'done':
    case 'damaged':
      return ['rollback'];
    case 'failed':
      return view.hops.some(({ state }) => state === 'done') ? ['rollback'] : [];
    case 'undoing':
    case 'rolled-back':
      return [];
    default:
      return shown satisfies never;
  }
}

interface Stake {
  readonly lost: string;
  readonly sessions: readonly string[];
}

function StakeNote({ run }: { readonly run: string }) {
  const { answer, trouble, isAsking } = useAnswer<Stake>(`/api/runs/${encodeURIComponent(run)}/stake`);
  if (trouble) return <p class="quiet">What it would lose is not known: {trouble.message}</p>;
  if (!answer) return <p class="quiet">{isAsking ? 'Reading what it would lose…' : ''}</p>;
  return (
    <>
      <p>{answer.lost}</p>
      {answer.sessions.length > 0 ? (
        <ul>
          {answer.sessions.slice(0, 20).map((each) => (
            <li key={each}>{each}</li>
          ))}
        </ul>
      ) : null}
    </>
  );
}

interface BackDialogProps {
  readonly view: RunView;
  readonly act: 'abort' | 'rollback';
  readonly change: Change;
  readonly onClose: () => void;
}

function BackDialog({ view, act, change, onClose }: BackDialogProps) {
  const { run, cluster, from } = view;
  const hop = view.hops.find(({ state }) => state !== 'done');
  const isWhole = act === 'rollback';
  return (
    <AskDialog
      title={isWhole ? `Roll back to ${from}` : 'Give this hop up and go back'}
      typed={cluster}
      does={isWhole ? 'Roll back' : 'Go back'}
      isGoing={change.isGoing}
      trouble={change.trouble}
      onClose={onClose}
      onDo={async (typed) => {
        const path = `/api/runs/${encodeURIComponent(run)}/${act}`;
        if (await change.send(path, { cluster: typed })) onClose();
      }}
    >
      <p>
        {isWhole
          ? `Every step of ${run} is undone, through all its hops: ${cluster} runs ${from} again.`
          : `Running steps end, then every step of the hop is undone: ${cluster} runs ${hop?.from ?? from} again.`}
      </p>
      {isWhole ? <StakeNote run={run} /> : null}
    </AskDialog>
  );
}

const names: Readonly<Record<Act, string>> = {
  pause: 'Pause',
  resume: 'Resume',
  abort: 'Go back…',
  rollback: 'Roll back…',
};

/** The buttons that a run takes as it stands; a viewer gets none. */
export function Steering({ view, standing }: Steered) {
  const change = useChange();
  const [asked, setAsked] = useState<'abort' | 'rollback'>();
  const acts = actsOf({ view, standing });
  if (!change.mayChange || acts.length === 0) return null;
  const path = (act: Act): string => `/api/runs/${encodeURIComponent(view.run)}/${act}`;
  return (
    <div class="steering">
      <div class="acts">
        {acts.map((act) =>
          act === 'abort' || act === 'rollback' ? (
            <button
              key={act}
              type="button"
              class={view.state === 'done' ? 'quiet' : 'danger'}
              onClick={() => setAsked(act)}
            >
              {names[act]}
            </button>
          ) : (
            <button
              key={act}
              type="button"
              class={act === 'resume' ? 'primary' : ''}
              disabled={change.isGoing}
              onClick={() => change.send(path(act), {})}
            >
              {names[act]}
            </button>
          ),
        )}
      </div>
      {asked ? (
        <BackDialog view={view} act={asked} change={change} onClose={() => setAsked(undefined)} />
      ) : null}
      {change.trouble && !asked ? <TroubleNote trouble={change.trouble} /> : null}
    </div>
  );
}

interface ApproveProps extends Steered {
  readonly steps: readonly StepView[];
}

/** Yes to the manual steps that are shown; where nobody drives the run, it goes on with them. */
export function Approve({ view, standing, steps }: ApproveProps) {
  const change = useChange();
  if (!change.mayChange) return <p class="quiet">An operator can approve it.</p>;
  const path = `/api/runs/${encodeURIComponent(view.run)}`;
  const isDriven = standing?.driver?.life.startsWith('alive') === true && standing.state === 'running';
  const approve = async (): Promise<void> => {
    if (!(await change.send(`${path}/approve`, { steps: steps.map(({ step }) => step) }))) return;
    if (!isDriven) await change.send(`${path}/resume`, {});
  };
  return (
    <div class="steering">
      <button type="button" class="primary" disabled={change.isGoing} onClick={approve}>
        {isDriven ? 'It is done: approve' : 'It is done: approve and resume'}
      </button>
      {change.trouble ? <TroubleNote trouble={change.trouble} /> : null}
    </div>
  );
}
