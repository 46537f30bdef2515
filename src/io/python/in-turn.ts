import { limiter } from '../../lib/limiter.ts';

/** Building and importing take a processor each: more at once would only take turns. */
export const inTurn = limiter(2);
