import { useState } from 'preact/hooks';
import type { Me } from '../../src/ui/server/wire.ts';
import { post, type Trouble, troubleIn } from '../live/api.ts';
import { TroubleNote } from './trouble-note.tsx';

interface LoginProps {
  readonly trouble: Trouble;
  readonly onIn: (me: Me) => void;
  readonly onAgain: () => void;
  /** Whether what was shown before stays below. */
  readonly isOver?: boolean;
}

/** Who is not known yet: by name where the server has names, else by the address that it prints. */
export function Login({ trouble, onIn, onAgain, isOver = false }: LoginProps) {
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [refused, setRefused] = useState<Trouble>();
  const enter = async (): Promise<void> => {
    try {
      onIn(await post<Me>('/api/login', { name, password }));
    } catch (error) {
      setRefused(troubleIn(error));
    }
  };
  if (trouble.how !== 'login')
    return (
      <section class="login">
        <h1>{isOver ? 'Not live any more' : 'baiup'}</h1>
        {trouble.how === 'address' ? (
          <p>
            Open the address that <code>baiup serve</code> printed in its terminal. It prints another one
            after each use, and when you press Enter there.
          </p>
        ) : (
          <TroubleNote trouble={trouble} />
        )}
        <button type="button" onClick={onAgain}>
          Try again
        </button>
      </section>
    );
  return (
    <section class="login">
      <h1>{isOver ? 'Not live any more' : 'baiup'}</h1>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          enter();
        }}
      >
        <label>
          <span>Name</span>
          <input
            type="text"
            autocomplete="username"
            value={name}
            onInput={({ currentTarget }) => setName(currentTarget.value)}
          />
        </label>
        <label>
          <span>Password</span>
          <input
            type="password"
            autocomplete="current-password"
            value={password}
            onInput={({ currentTarget }) => setPassword(currentTarget.value)}
          />
        </label>
        <button type="submit" class="primary">
          Log in
        </button>
        {refused ? <TroubleNote trouble={refused} /> : null}
      </form>
    </section>
  );
}
