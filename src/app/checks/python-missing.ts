import type { Finding } from '../../lib/finding.ts';
import { shortList } from '../../lib/short-list.ts';
import type { Check, CheckInput } from './check.ts';
import { type LackingPython, pythonsLacking } from './python-lacking.ts';

const code = 'python.missing';

const missing = ({ host, minor, members }: LackingPython): Omit<Finding, 'code' | 'hint'> => ({
  severity: 'blocker',
  subject: host,
  summary: `${host} has no Python ${minor}, which the new environments of ${shortList(members)} need`,
});

const install = ({ host, minor }: LackingPython): string =>
  `install it on ${host}: \`pyenv install ${minor}\`, \`uv python install ${minor}\`, or your system's package python${minor}`;

const placeOf = (host: string | undefined): string => host ?? 'this machine';

function copies(input: CheckInput) {
  return pythonsLacking(input).flatMap(({ host, source }) => (source ? [{ to: host, ...source }] : []));
}

/** Without it no new environment can be made there. One that can be copied is somewhere. */
export const pythonMissing: Check = {
  code,
  find: (input) =>
    pythonsLacking(input).flatMap((each) =>
      each.source ? [{ code, ...missing(each), hint: install(each) }] : [],
    ),
  fix: {
    make: (input) => {
      const all = copies(input);
      const words = all.map(
        ({ to, host, python }) => `copies Python ${python.version} from ${placeOf(host)} to ${to}`,
      );
      return { kind: 'python', does: words.join(', '), copies: all };
    },
  },
};

/** The same, where no host and not this machine has one that can be copied. */
export const pythonNowhere: Check = {
  code: 'python.nowhere',
  find: (input) =>
    pythonsLacking(input).flatMap((each) =>
      each.source ? [] : [{ code: 'python.nowhere', ...missing(each), hint: install(each) }],
    ),
};
