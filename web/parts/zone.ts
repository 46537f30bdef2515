import { createContext } from 'preact';
import type { Zone } from './clock.ts';

/** In which zone times are shown: a report knows no reader's, so it is UTC unless a page says otherwise. */
export const ShownZone = createContext<Zone>('utc');
