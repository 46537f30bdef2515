import type { KeyShape } from '../../../core/census/api-part.ts';
import type { ApiCall } from '../manager-call.ts';

interface Beside {
  /** Whether a user's program answers at an address. */
  readonly reach: (url: string) => Promise<boolean>;
  /** What the same question was answered before, where it is asked again. */
  readonly before?: Readonly<Record<string, string>> | undefined;
}

/** A question to the managers' API, asked with one keypair. */
export interface ApiAnswers {
  /** `images` */
  readonly what: string;
  /** Whose lists alone tell of everything; everybody is asked unless told. */
  readonly role?: 'superadmin';
  /** A role that releases do not answer, by a fault of theirs. */
  readonly never?: 'admin';
  /** @returns what is listed, by what identifies it. @throws BaiupError `api.*` */
  readonly ask: (
    call: ApiCall,
    who: KeyShape,
    signal: AbortSignal | undefined,
    beside: Beside,
  ) => Promise<Readonly<Record<string, string>>>;
}
