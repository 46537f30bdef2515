import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { Trouble } from '../live/api.ts';
import { TroubleNote } from './trouble-note.tsx';

interface AskDialogProps {
  readonly title: string;
  readonly children: ComponentChildren;
  /** What must be typed before it can be done. */
  readonly typed?: string;
  readonly does: string;
  readonly isGoing: boolean;
  readonly trouble: Trouble | undefined;
  readonly onDo: (typed: string) => void;
  readonly onClose: () => void;
}

/** Asks once more before something that cannot simply be taken back. */
export function AskDialog(props: AskDialogProps) {
  const { title, children, typed, does, isGoing, trouble, onDo, onClose } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const [text, setText] = useState('');
  const id = useId();
  useEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    return () => shown?.close();
  }, []);
  const isReady = typed === undefined || text === typed;
  return (
    <dialog ref={dialog} aria-labelledby={`${id}-title`} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady && !isGoing) onDo(text);
        }}
      >
        <h2 id={`${id}-title`}>{title}</h2>
        {children}
        {typed === undefined ? null : (
          <label class="typed">
            <span>
              Type the name of the cluster, <code>{typed}</code>, to go on
            </span>
            <input
              type="text"
              autocomplete="off"
              autocapitalize="off"
              spellcheck={false}
              value={text}
              onInput={({ currentTarget }) => setText(currentTarget.value)}
            />
          </label>
        )}
        {trouble ? <TroubleNote trouble={trouble} /> : null}
        <div class="acts">
          <button type="button" onClick={onClose}>
            Leave it
          </button>
          <button type="submit" class="danger" disabled={!isReady || isGoing}>
            {isGoing ? 'Asking…' : does}
          </button>
        </div>
      </form>
    </dialog>
  );
}
