import type { ComponentChildren } from 'preact';
import type { RunView, StepView } from '../../src/core/run/view.ts';
import { waitingSteps } from '../../src/core/run/waiting.ts';
import { firstNames } from './plural.ts';

interface AttentionProps {
  readonly view: RunView;
  /** What can be done about steps that wait. */
  readonly approve?: (steps: readonly StepView[]) => ComponentChildren;
  readonly hrefOf?: (step: string) => string;
}

function Failure({ view: { failure, evidence }, hrefOf }: AttentionProps) {
  if (!failure) return null;
  return (
    <article class="need bad">
      <h3>✗ Why</h3>
      <p class="message">{failure.message}</p>
      {failure.hint ? (
        <p class="hint">
          <strong>Next: </strong>
          {failure.hint}
        </p>
      ) : null}
      <p class="quiet">
        <code>{failure.code}</code>
        {failure.step === '' ? null : hrefOf ? (
          <>
            {' '}
            at <a href={hrefOf(failure.step)}>{failure.step}</a>
          </>
        ) : (
          ` at ${failure.step}`
        )}
        {evidence ? `; kept: ${evidence}` : ''}
      </p>
    </article>
  );
}

function Waits({ view, approve }: AttentionProps) {
  const waiting = waitingSteps(view);
  if (waiting.length === 0) return null;
  return (
    <article class="need needs">
      <h3>? Waits for your approval</h3>
      {waiting.map(({ step, title, how = '' }) => (
        <div key={step}>
          <p>
            <strong>{title}</strong>
          </p>
          <p class="message">{how}</p>
        </div>
      ))}
      {approve?.(waiting)}
    </article>
  );
}

function Left({ view: { left = [] } }: AttentionProps) {
  if (left.length === 0) return null;
  return (
    <article class="need bad">
      <h3>✗ Left to take back</h3>
      <ul>
        {left.map(({ step, says, failure }) => (
          <li key={step}>
            {says}
            {failure ? <p class="message">{failure.message}</p> : null}
          </li>
        ))}
      </ul>
    </article>
  );
}

function Postponed({ view: { postponed = [], to } }: AttentionProps) {
  if (postponed.length === 0) return null;
  return (
    <article class="need needs">
      <h3>
        ! {postponed.length} {postponed.length === 1 ? 'agent is' : 'agents are'} postponed
      </h3>
      <p>
        {firstNames(postponed.map(({ member }) => member))}: not at {to} yet; all others go on.
      </p>
      <ul>
        {postponed.slice(0, 5).map(({ member, host, why }) => (
          <li key={member}>
            {member} on {host}: {why.message}
          </li>
        ))}
      </ul>
    </article>
  );
}

function Small({ view: { untold = [], salvaged, sessions } }: AttentionProps) {
  const lost = sessions?.givenUp.length ?? 0;
  return (
    <>
      {salvaged === undefined ? null : (
        <article class="need bad">
          <h3>! Its journal was damaged</h3>
          <p class="message">{salvaged}. It tells of all that may have been begun.</p>
        </article>
      )}
      {lost > 0 ? (
        <article class="need needs">
          <h3>! {lost} sessions that began on the newer release are given up</h3>
          <p>{firstNames(sessions?.givenUp.map(({ id }) => id) ?? [])}</p>
        </article>
      ) : null}
      {untold.map(({ hook, event, notice, why }) => (
        <article class="need needs" key={`${hook} ${notice}`}>
          <h3>
            ! {hook} was not told of {event}
          </h3>
          <p class="message">{why}</p>
        </article>
      ))}
    </>
  );
}

/** What wants somebody, the most urgent first; nothing where all goes well. */
export function Attention(props: AttentionProps) {
  return (
    <>
      <Waits {...props} />
      <Failure {...props} />
      <Left {...props} />
      <Postponed {...props} />
      <Small {...props} />
    </>
  );
}
