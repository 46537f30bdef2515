import { useContext, useState } from 'preact/hooks';
import { post, type Trouble, troubleIn } from '../live/api.ts';
import { Session } from '../live/use-store.ts';

export interface Change {
  readonly isGoing: boolean;
  readonly trouble: Trouble | undefined;
  readonly mayChange: boolean;
  /** @returns whether the server heard it */
  readonly send: (path: string, body: unknown) => Promise<boolean>;
}

/** Something that is asked of the server: once at a time, with what it says against it. */
export function useChange(): Change {
  const { me } = useContext(Session);
  const [isGoing, setGoing] = useState(false);
  const [trouble, setTrouble] = useState<Trouble>();
  const send = async (path: string, body: unknown): Promise<boolean> => {
    setGoing(true);
    setTrouble(undefined);
    try {
      await post(path, body, me);
      return true;
    } catch (error) {
      setTrouble(troubleIn(error));
      return false;
    } finally {
      setGoing(false);
    }
  };
  return { isGoing, trouble, mayChange: me?.user.role === 'operator', send };
}
