import { canStandIn } from '../../core/components/can-stand-in.ts';
import { componentNamed } from '../../core/components/index.ts';
import { lineOf } from '../../core/versions/line-of.ts';
import { parseVersion } from '../../core/versions/parse-version.ts';
import { handOverSetting } from '../../io/hosts/hand-over-look.ts';
import { shortList } from '../../lib/short-list.ts';
import type { Check, CheckInput } from './check.ts';

const code = 'host.drops-waiting';

const path = '/etc/sysctl.d/60-baiup-hand-over.conf';
const text = `# A request that waits for a program that ends goes over to the one beside it. Written by baiup check --fix ${code}.
${handOverSetting} = 1
`;

/** Whether programs could turn beside each other in a hop that is asked for. */
function mayTurnBeside({ hops }: CheckInput): boolean {
  return hops.some(({ from, to, route }) => {
    const [old, next] = [parseVersion(from), parseVersion(to)];
    const isMinor = lineOf(old) === lineOf(next);
    return isMinor && canStandIn(old) && canStandIn(next) && (route?.run.length ?? 0) === 0;
  });
}

/** Hosts that drop what waits, with their members that may turn beside their old programs. */
function hostsThatDrop(input: CheckInput) {
  if (!mayTurnBeside(input)) return [];
  const turning = input.inventory.components.filter(
    ({ component, service }) => service.kind === 'process' && componentNamed(component).standIn,
  );
  return input.snapshot.hosts.flatMap(({ name, handsOver }) => {
    const members = turning.filter(({ host }) => host === name).map(({ id }) => id);
    return handsOver === false && members.length > 0 ? [{ name, members }] : [];
  });
}

/** What a listener has not accepted yet is lost when it closes, though another one listens at the same port. */
export const hostDropsWaiting: Check = {
  code,
  find: (input) =>
    hostsThatDrop(input).map(({ name, members }) => ({
      code,
      severity: 'info',
      subject: name,
      summary: `${name} drops connections that wait for a program that ends (${handOverSetting} is 0): with --turn beside a request to ${shortList(members)} can be lost`,
      hint: `as root on ${name}: sysctl -w ${handOverSetting}=1`,
      source: 'Documentation/networking/ip-sysctl.rst of Linux, tcp_migrate_req',
    })),
  fix: {
    make: (input) => {
      const hosts = hostsThatDrop(input).map(({ name }) => name);
      return {
        kind: 'host',
        does: 'lets connections that wait for a program that ends go over to the one beside it',
        files: hosts.map((host) => ({ host, path, content: text })),
        commands: hosts.map((host) => ({ host, argv: ['sysctl', '-q', '-p', path] as const })),
      };
    },
  },
};
