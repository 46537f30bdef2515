import type { KeyShape } from '../../../core/census/api-part.ts';
import type { ApiCall } from '../manager-call.ts';

/** A question to the managers' API, asked with one keypair. */
export interface ApiAnswers {
  /** `images` */
  readonly what: string;
  /** Whose lists alone tell of everything; everybody is asked unless told. */
  readonly role?: 'superadmin';
  /** A role that releases do not answer, by a fault of theirs. */
  readonly never?: 'admin';
  /**
   * @param reach whether a user's program answers at an address
   * @returns what is listed, by what identifies it. @throws BaiupError `api.*`
   */
  readonly ask: (
    call: ApiCall,
    who: KeyShape,
    signal: AbortSignal | undefined,
    reach: (url: string) => Promise<boolean>,
  ) => Promise<Readonly<Record<string, string>>>;
}
