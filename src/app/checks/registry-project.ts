import type { RegistrySnapshot } from '../../core/cluster/snapshot.ts';
import { lacksProject } from '../../io/configstore/registries.ts';
import type { Check, CheckInput } from './check.ts';
import type { Fix } from './fix.ts';
import { wrongValue } from './wrong-value.ts';

const code = 'etcd.registry-project';

/** The first line whose registries live in the database. */
const moved = '24.09';

const crosses = ({ from, to }: CheckInput['hops'][number]): boolean => from < moved && to >= moved;

function lacking({ snapshot, hops }: CheckInput): readonly RegistrySnapshot[] {
  return hops.some(crosses) ? snapshot.registries.filter(lacksProject) : [];
}

/** Names as registries have them: `stable`, `group/sub` with some. */
const projectName = /^[\w.-]+(\/[\w.-]+)*$/;

/** `NAME[,NAME]`, or `HOST=NAME[,NAME]` where several registries lack a project. */
function putProjects(input: CheckInput, value: string): Fix {
  const found = lacking(input);
  const hosts = found.map(({ host }) => host).join(', ');
  const example = `--fix ${code}=${found[0]?.host ?? 'HOST'}=NAME[,NAME]`;
  const [, named, names = ''] = /^(?:([^=]*)=)?([^=]*)$/.exec(value) ?? [];
  const chosen = named === undefined ? found : found.filter(({ host }) => host === named);
  if (chosen.length === 0) {
    throw wrongValue(code, value, `no registry of that name lacks a project; these do: ${hosts}`, example);
  }
  if (named === undefined && chosen.length > 1) {
    throw wrongValue(code, value, `several registries lack a project: ${hosts}`, `name one: ${example}`);
  }
  const projects = names.split(',').map((name) => name.trim());
  const bad = projects.find((name) => !projectName.test(name));
  if (bad !== undefined) throw wrongValue(code, value, `"${bad}" is not a project name`, example);
  return {
    kind: 'etcd',
    does: `gives the registry ${chosen.map(({ host }) => host).join(', ')} the projects ${projects.join(', ')}`,
    subjects: chosen.map(({ host }) => host),
    puts: chosen.map(({ projectKey }) => ({ key: projectKey, value: projects.join(',') })),
  };
}

/** 24.09 moves the registries from etcd to the database and aborts for one without a project (revision 1d42c726d8a3). */
export const registryProject: Check = {
  code,
  find: (input) =>
    lacking(input).map(({ host, projectKey }) => ({
      code,
      severity: 'blocker',
      subject: host,
      summary: `the registry ${host} has no project in etcd; the 24.09 migration aborts without it`,
      hint: `backend.ai mgr etcd put ${projectKey} NAME[,NAME…]`,
      source: 'revision 1d42c726d8a3; vendor issue 2949; seen in trials',
    })),
  fix: {
    value: { name: 'NAME[,NAME]', brief: 'projects of the registry; HOST=NAME where several lack one' },
    make: putProjects,
  },
};
