import { type ApiPart, isSamePart } from '../../../core/census/api-part.ts';
import { BaiupError, messageOf } from '../../../lib/errors.ts';
import { limiter } from '../../../lib/limiter.ts';
import { deadline } from '../../../lib/wait.ts';
import type { SampleKey } from '../../database/sample-keys.ts';
import { requestThrough } from '../../hosts/request-through.ts';
import { type ApiCall, type ApiOptions, managerCall } from '../manager-call.ts';
import { adminAnswers } from './admin-answers.ts';
import type { ApiAnswers } from './api-answers.ts';
import { endpointAnswers } from './endpoint-answers.ts';
import { folderAnswers } from './folder-answers.ts';
import { userAnswers } from './user-answers.ts';

interface Asking {
  /** Questions and keypairs that asked them, to ask the same of the same. */
  readonly again?: readonly ApiPart[] | undefined;
  /** Milliseconds for all of it; two minutes, and five when it is asked again, unless told. */
  readonly timeoutMs?: number;
}

/** A manager has others to serve. */
const atOnce = 4;

export const answers: readonly ApiAnswers[] = [
  ...userAnswers,
  ...folderAnswers,
  ...adminAnswers,
  ...endpointAnswers,
];

/** For one endpoint of users to answer. */
const reachMs = 5000;

/** For all of it; the second time longer, because a manager that has just started is slower and a silence then fails. */
const mostMs = 120_000;
const patientMs = 300_000;

/** Of a superadmin who is in no project. */
const ofNoProject = { role: 'superadmin', domain: '', project: '' };

/**
 * Asks the managers everything with each keypair, and lists of the whole cluster with the first superadmin's, or
 * with the cluster's own key. A question that is not answered tells why.
 */
export async function askCensus(
  api: ApiOptions,
  keys: readonly SampleKey[],
  signal?: AbortSignal,
  { again, timeoutMs = again ? patientMs : mostMs }: Asking = {},
): Promise<readonly ApiPart[]> {
  const over = AbortSignal.timeout(timeoutMs);
  const cut = signal ? AbortSignal.any([signal, over]) : over;
  const limit = limiter(atOnce);
  const superadmin = keys.find(({ who }) => who.role === 'superadmin') ?? { ...api, who: ofNoProject };
  // Whoever answers is trusted with nothing, and not read.
  const reach = (url: string): Promise<boolean> =>
    limit(() => requestThrough(api.through, { url, trust: 'insecure', signal: deadline(reachMs, cut) })).then(
      ({ status }) => status < 500,
      () => false,
    );
  const callOf = ({ accessKey, secretKey }: SampleKey): ApiCall => {
    const one = managerCall({ ...api, accessKey, secretKey });
    return (schema, request) => limit(() => one(schema, request));
  };
  const ask = async ({ what, ask }: ApiAnswers, key: SampleKey, call: ApiCall): Promise<ApiPart> => {
    const part = { what, who: key.who, accessKey: key.accessKey };
    try {
      const before = again?.find((each) => isSamePart(each, part))?.rows;
      return { ...part, rows: await ask(call, key.who, cut, { reach, before }) };
    } catch (error) {
      signal?.throwIfAborted();
      if (over.aborted) return { ...part, trouble: `not answered within ${timeoutMs / 1000} s` };
      if (!(error instanceof BaiupError)) throw error;
      return { ...part, trouble: messageOf(error) };
    }
  };
  const idOf = (what: string, accessKey: string): string => JSON.stringify([what, accessKey]);
  const wanted = again && new Set(again.map(({ what, accessKey }) => idOf(what, accessKey)));
  const isAsked = ({ what, role, never }: ApiAnswers, { accessKey, who }: SampleKey): boolean =>
    never !== who.role &&
    (wanted?.has(idOf(what, accessKey)) ?? (role === undefined || accessKey === superadmin.accessKey));
  const all = keys.includes(superadmin) ? keys : [...keys, superadmin];
  const isOwn = ({ role }: ApiAnswers, { who }: SampleKey): boolean =>
    role !== undefined || who !== ofNoProject;
  return Promise.all(
    all.flatMap((key) => {
      // Questions that begin with the same request share its answer by their call.
      const call = callOf(key);
      return answers
        .filter((each) => isOwn(each, key) && isAsked(each, key))
        .map((question) => ask(question, key, call));
    }),
  );
}
