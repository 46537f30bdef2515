import { limiter } from '../../lib/limiter.ts';
import { perHost } from '../hosts/per-host.ts';
import type { HostReader } from '../hosts/port.ts';

/** Building and importing take a processor each: more at once on a host would only take turns. */
export const inTurn = perHost((_host: HostReader) => limiter(2));
