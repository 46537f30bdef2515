/**
 * What touches the machine that baiup runs on: its files, programs, variables, addresses, and the network as it is seen
 * from there. What concerns a member goes through its host (`io/hosts/port.ts`) instead.
 */
export const touches =
  /from '(node:(fs|fs\/promises|child_process|os|net|http|https|http2|tls|dgram)|execa|pg)'|\bfetch\(|\/(is-there|with-draft)\.ts'|\b(localHost|thisMachine|writeFileAtomic|replaceFile)\b|\bprocess\.(kill|env|cwd|on)\b/;

/** Files, and folders that end in a slash, that may; each with the reason. */
export const mayTouch: Readonly<Record<string, string>> = {
  'lib/atomic-file.ts': 'writes the files that others of this list keep here',
  'lib/with-draft.ts': 'how files of this machine are written whole or not at all',
  'lib/is-there.ts': 'files of this machine',
  'lib/replace-file.ts': 'how the host that is this machine replaces a file',
  'lib/sync-folder.ts': 'a journal is on disk before its effect',
  'lib/output-file.ts': 'writes what -o names, a file of the operator',
  'lib/output-folder.ts': 'the same for a folder',
  'lib/baiup-version.ts': "reads baiup's own package.json",
  'lib/state-home.ts': "where the operator's runs, sandboxes and caches are kept",

  'io/hosts/': 'the room that knows how a host is reached; this machine is one',
  'io/services/process-identity.ts': 'who drives a run: a process of this machine',
  'io/services/bridge.ts': "the sandbox's own network",
  'io/services/docker-ping.ts': "the sandbox's own Docker",
  'io/services/docker-programs.ts': "the sandbox's own Docker",
  'io/services/docker-server.ts': "the sandbox's own Docker",
  'io/services/etcd-server.ts': 'servers of our own run here: scratch servers, the sandbox',
  'io/services/postgres-server.ts': 'servers of our own run here',
  'io/services/redis-server.ts': 'servers of our own run here',
  'io/services/scratch-servers.ts': 'servers of our own run here',
  'io/services/server-daemon.ts': 'servers of our own run here',
  'io/services/free-ports.ts': 'ports for servers of our own',
  'io/services/find-program.ts': 'programs for servers of our own',
  'io/services/find-postgres-programs.ts':
    'PostgreSQL for servers of our own, and the tools that dump and restore here',
  'io/services/installed-postgres.ts': 'the same',
  'io/services/packaged-postgres.ts': 'the same',
  'io/services/program-version.ts': 'the same',
  'io/services/wheels.ts': 'BAIUP_PROGRAMS says which of them are taken',
  'io/python/choices.ts': "lists baiup's own files of locked versions",
  'io/python/wheel-folder.ts': 'wheels that carry programs for servers of our own',
  'io/python/install-foreign.ts': "packages for the sandbox's own image",
  'io/index/': 'the catalog and the way to the package index are those of the operator',
  'io/changelog/read-changelogs.ts': 'a changelog that the operator names, or its address',
  'io/database/open-client.ts': "the cluster's database is asked from here, by the address in cluster.yaml",
  'io/database/postgres-stream.ts': 'connects to it and secures the connection',
  'io/workloads/manager-call.ts': 'the API is asked from here, by api.url in cluster.yaml',
  'io/workloads/runner-volumes.ts': "reads baiup's own program, which goes to the host through a pipe",
  'io/journal/': 'runs are kept with the operator, never in what is upgraded',
  'io/notify/': "hooks are the operator's own: their programs run here, their messages go from here",

  'app/discovery/load-inventory.ts': "reads the operator's cluster.yaml",
  'app/discovery/cluster-text.ts': "reads the operator's cluster.yaml",
  'app/discovery/load-store.ts': "reads the operator's cluster.yaml, and certificates of a store here",
  'app/discovery/resolve-secret.ts': "secrets are in the operator's variables and files",
  'app/discovery/load-changelog.ts': "how the operator's pip reaches the network",
  'app/steps/kept-file.ts': "files of a run's own folder lie with the journal",
  'app/engine/operator.ts': 'who drives a run',
  'app/records/read-plan.ts': 'a plan is a file of the operator',
  'app/records/receipts.ts': 'receipts are kept with the operator',
  'app/records/run-journal.ts': 'runs are kept with the operator',
  'app/records/store-choice.ts': 'BAIUP_STORE says where else they are kept',
  'app/live/watch-plan.ts': 'a plan is a file of the operator',
  'app/live/kept-plans.ts': 'plans that are made on a page are kept with the operator',
  'app/live/driver-lines.ts': "what a driver says lies in the run's own folder, with the journal",
  'app/wiring/cluster-lock.ts': 'says on which machine its driver runs',
  'app/wiring/open-hooks.ts': "how the operator's machine reaches the network",
  'app/wiring/cluster-hosts.ts': 'gives each host of cluster.yaml its adapter',
  'app/wiring/open-cluster.ts': 'dumps are made here',
  'app/rehearsal/owned-folder.ts': 'a rehearsal has a folder of its own here',
  'app/rehearsal/rehearsal-folder.ts': 'a rehearsal has a folder of its own here',
  'app/rehearsal/rehearsal-context.ts': 'what steps keep of a rehearsal lies in a folder here',
  'app/rehearsal/copy-host-of.ts': 'the copies are here, unless a host is named for them',
  'app/actions/init.ts': 'whether this machine reaches database and etcd, and what its ssh calls a host',
  'app/actions/catalog-sync.ts': "asks the operator's pip for its index",

  'sandbox/': 'a real cluster on this machine',

  'ui/server/assets.ts': 'reads the page, which is part of baiup',
  'ui/server/child-server.ts': 'the dashboard beside a run is a process of this machine',
  'ui/server/child-tasks.ts': 'begins commands of baiup here, and keeps what they say with the operator',
  'ui/server/listen.ts': 'the dashboard is served from here',
  'ui/server/report-parts.ts': 'reads what reports are made of, which is part of baiup',
  'ui/cli/report/verify-report.ts': 'a report is a file of the operator',
  'ui/server/users.ts': 'who may look at the dashboard is a file of the operator',
  'ui/cli/run/serve.ts': 'a certificate of the dashboard is a file of the operator',
  'ui/cli/run/notice.ts': 'a template of mails is a file of the operator',
  'ui/cli/application.ts': 'NO_COLOR',
  'ui/cli/terminal.ts': "the operator's terminal",
  'ui/cli/outlet.ts': "the operator's terminal",
};

/** The entry of the list that a file falls under. */
export function entryFor(path: string): string | undefined {
  return Object.keys(mayTouch).find((entry) =>
    entry.endsWith('/') ? path.startsWith(entry) : path === entry,
  );
}
