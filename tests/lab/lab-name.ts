/** Of the lab that `npm test` brings up. */
export const labName = 'test-small';
