import { BaiupError, messageOf } from '../../src/lib/errors.ts';

/** What fails where something cannot be downloaded; the index lacks a release, or the machine a Python. */
const lacking = ['command.failed', 'command.deadline', 'environment.no-choice', 'python.missing'];

/** As debootstrap says it of what was downloaded, and of a package that nobody has: faults of the lab itself. */
const ownFault = /Failure trying to run|Failure while|Couldn't find these debs/;

/**
 * What a lab needs from somewhere else.
 * @throws BaiupError `lab.no-parts` where it cannot be had there; a fault of the lab itself stays as it is
 */
export async function obtained<T>(what: string, obtain: () => Promise<T>): Promise<T> {
  try {
    return await obtain();
  } catch (error) {
    const isLacking = error instanceof BaiupError && lacking.includes(error.code);
    if (!isLacking || ownFault.test(error.message)) throw error;
    throw new BaiupError('lab.no-parts', `${what} cannot be had: ${messageOf(error)}`, {
      hint: 'npm run lab up, once mirrors of packages can be reached',
      cause: error,
    });
  }
}
