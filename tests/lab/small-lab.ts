import { labName } from './lab-name.ts';

/** The lab that `npm test` brings up. */
export const smallLab = { name: labName('small'), shape: 'small', version: '24.03.10' } as const;
