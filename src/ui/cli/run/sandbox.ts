import { loadCatalog } from '../../../core/catalog/load-catalog.ts';
import { parseVersion } from '../../../core/versions/parse-version.ts';
import { BaiupError, exitCode } from '../../../lib/errors.ts';
import { sandboxDown } from '../../../sandbox/down.ts';
import type { AgentBackend, SandboxInfo } from '../../../sandbox/sandbox.ts';
import { sandboxStatus } from '../../../sandbox/status.ts';
import { sandboxUp } from '../../../sandbox/up.ts';
import type { CommonFlags } from '../context.ts';
import { endsInOrder } from '../ends-in-order.ts';
import type { Outcome } from '../outcome.ts';
import type { Paint } from '../paint.ts';
import type { Standing } from '../standing.ts';
import type { Terminal } from '../terminal.ts';

export interface SandboxFlags extends CommonFlags {
  readonly name: string;
}

export interface SandboxUpFlags extends SandboxFlags {
  readonly at: string;
  readonly agent?: AgentBackend;
}

function dockerText({ agent, docker }: SandboxInfo): string[] {
  if (agent !== 'docker') return [];
  const whose = docker?.own === false ? "this machine's Docker" : 'a Docker of its own';
  return [
    `  sessions run in containers of ${whose}`,
    ...(docker ? [`  DOCKER_HOST    ${docker.address}`] : []),
  ];
}

function sandboxText(info: SandboxInfo, paint: Paint): string {
  const { cluster, components, name } = info;
  const lines = components.map(({ id, component, version, healthy }) => {
    const mark = healthy ? paint('green', '✓') : paint('red', '✗');
    return `  ${mark} ${id.padEnd(4)} ${component.padEnd(21)} ${version}`;
  });
  return [
    `Sandbox ${name}`,
    ...lines,
    ...dockerText(info),
    `  cluster file   ${cluster}`,
    `  Next: baiup status --cluster ${cluster}`,
  ].join('\n');
}

function installable(text: string) {
  const version = parseVersion(text);
  const release = loadCatalog().find(version);
  if (release && release.withdrawn === undefined) return release;
  const why = release ? `was withdrawn: ${release.withdrawn}` : 'was never published';
  throw new BaiupError('sandbox.no-such-release', `${version} ${why}`, {
    exit: exitCode.refused,
    hint: 'name a published release from 23.09.0 on with --at: baiup releases lists them',
  });
}

const partOf = (name: string, next: string): Standing => ({
  left: `a part of sandbox ${name} may stand`,
  next,
});

export async function up(terminal: Terminal, flags: SandboxUpFlags): Promise<Outcome> {
  const { version, published, python } = installable(flags.at);
  const { progress } = terminal;
  const down = `baiup sandbox down --name ${flags.name}`;
  endsInOrder(terminal, partOf(flags.name, `the same command again goes on; ${down} removes it`));
  const info = await sandboxUp({
    name: flags.name,
    agent: flags.agent,
    version,
    published,
    python,
    signal: terminal.interrupted,
    onProgress: ({ step, state, seconds }) => {
      if (state === 'started') progress.started(step, step);
      else progress.finished(step, '✓', step, seconds);
    },
  });
  return { json: info, text: sandboxText(info, terminal.paint) };
}

export async function down(terminal: Terminal, flags: SandboxFlags): Promise<Outcome> {
  endsInOrder(terminal, partOf(flags.name, 'the same command again'));
  const { existed } = await sandboxDown(flags.name);
  const text = existed ? `Sandbox ${flags.name} is gone.` : `There is no sandbox ${flags.name}.`;
  return { json: { name: flags.name, existed }, text };
}

export async function status(terminal: Terminal, flags: SandboxFlags): Promise<Outcome> {
  const info = await sandboxStatus(flags.name);
  return { json: info, text: sandboxText(info, terminal.paint) };
}
