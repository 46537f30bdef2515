import { inGroups } from './in-groups.ts';
import { paced } from './paced.ts';

/** Milliseconds between two questions. */
const everyMs = 50;

/**
 * Lets anybody ask about one thing while what is asked meanwhile goes into one question: there are only so many
 * questions in a second, whoever asks.
 * @param question answers for all keys that it has something to say of
 */
export function askTogether<R>(
  question: (keys: readonly string[]) => Promise<ReadonlyMap<string, R>>,
): (key: string) => Promise<R | undefined> {
  return inGroups(async (keys: readonly string[]) => {
    const answers = await question([...new Set(keys)]);
    return keys.map((key) => answers.get(key));
  }, paced(everyMs));
}
