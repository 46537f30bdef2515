import { readFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { onPath } from '../../src/io/hosts/on-path.ts';
import { thisMachine } from '../../src/io/hosts/this-machine.ts';
import { writeFileAtomic } from '../../src/lib/atomic-file.ts';
import { baiup, baiupJson } from '../lib/baiup.ts';
import type { Lab } from './record.ts';

const say = (text: string): void => console.log(`\n▌ ${text}\n`);

/** The operator's ssh knows the lab's hosts by their names: an `ssh` before all others on PATH reads their file. */
async function knowHosts({ layout }: Lab): Promise<void> {
  const ssh = (await onPath(thisMachine, 'ssh')) ?? 'ssh';
  const folder = join(layout.folder, 'bin');
  const content = `#! /bin/sh\nexec ${ssh} -F ${layout.sshConfig} "$@"\n`;
  await writeFileAtomic(join(folder, 'ssh'), content, 0o755);
  process.env['PATH'] = [folder, process.env['PATH']].join(delimiter);
}

/** An upgrade of a whole lab over SSH, minor and major, and back: what an operator would type. */
export async function demo(lab: Lab): Promise<void> {
  await knowHosts(lab);
  const [cluster, plan] = ['cluster.yaml', 'plan.json'].map((name) => join(lab.layout.folder, name));
  if (cluster === undefined || plan === undefined) return;
  const own = ['--cluster', cluster];

  say('What the hosts themselves say of the cluster');
  await baiup('init', ...lab.hosts.flatMap(({ name }) => ['--host', `bai@${name}`]), '-o', cluster);
  console.log(await readFile(cluster, 'utf8'));
  await baiup('status', ...own);
  say('What stands in the way of 24.09.4');
  await baiup('check', '24.09.4', ...own);

  say('The plan, over 24.03.11, and its rehearsal');
  await baiup('plan', '24.09.4', ...own, '-o', plan);
  await baiup('rehearse', plan, ...own);

  say('The upgrade, and what runs then');
  await baiup('apply', plan, ...own, '--yes');
  await baiup('status', ...own);

  say('And back');
  const [last] = (await baiupJson<{ run: string }[]>(['runs'])).slice(-1);
  if (!last) throw new Error('the upgrade left no run in the journal');
  await baiup('rollback', last.run, ...own, '--yes');
  await baiup('status', ...own);
}
