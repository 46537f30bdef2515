import { lacksProject } from '../../core/cluster/lacks-project.ts';
import type { RegistrySnapshot } from '../../core/cluster/snapshot.ts';
import { registriesPrefix } from '../../io/configstore/registries.ts';
import type { Check, CheckInput } from './check.ts';
import type { Fix } from './fix.ts';
import { chosenRegistry, movedAt, registryFinding } from './registry-fix.ts';
import { wrongValue } from './wrong-value.ts';

const code = 'etcd.registry-project';
const name = 'NAME[,NAME]';

function lacking(input: CheckInput): readonly RegistrySnapshot[] {
  const to = movedAt(input);
  if (to === undefined) return [];
  return input.snapshot.registries.filter(
    (registry) => registry.key.startsWith(`${registriesPrefix}/`) && lacksProject(registry, to),
  );
}

const projectKey = ({ key }: RegistrySnapshot): string => `${key}/project`;

/** Names as registries have them: `stable`, `group/sub` with some. */
const projectName = /^[\w.-]+(\/[\w.-]+)*$/;

/** `NAME[,NAME]`, or `HOST=NAME[,NAME]` where several registries lack a project. */
function putProjects(input: CheckInput, given: string): Fix {
  const words = { lacks: 'lack a project', name };
  const { registries, value } = chosenRegistry(code, lacking(input), given, words);
  const projects = value.split(',').map((each) => each.trim());
  const bad = projects.find((each) => !projectName.test(each));
  if (bad !== undefined)
    throw wrongValue(code, given, `"${bad}" is not a project name`, `--fix ${code}=${name}`);
  const hosts = registries.map(({ host }) => host);
  return {
    kind: 'etcd',
    does: `gives the registry ${hosts.join(', ')} the projects ${projects.join(', ')}`,
    subjects: hosts,
    puts: registries.map((registry) => ({ key: projectKey(registry), value: projects.join(',') })),
  };
}

/** 24.09 moves the registries from etcd to the database and aborts for one without a project (revision 1d42c726d8a3). */
export const registryProject: Check = {
  code,
  find: (input) =>
    lacking(input).map((registry) =>
      registryFinding(
        code,
        registry.host,
        `the registry ${registry.host} has no project in etcd; the 24.09 migration aborts without it`,
        `backend.ai mgr etcd put ${projectKey(registry)} NAME[,NAME…]`,
      ),
    ),
  fix: {
    value: { name, brief: 'projects of the registry; HOST=NAME where several lack one' },
    make: putProjects,
  },
};
