import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { writeFileAtomic } from '../../src/lib/atomic-file.ts';
import { imageName } from '../../src/sandbox/fixtures.ts';
import { baiup, baiupJson } from '../lib/baiup.ts';
import type { RunShown } from '../lib/shapes.ts';
import { downtimeTable } from './demo/downtime.ts';
import { differences, type Portrait, portraitOf } from './demo/portrait.ts';
import { beginSessions } from './demo/session.ts';
import type { Lab } from './record.ts';

const say = (text: string): void => console.log(`\n▌ ${text}\n`);

/** Asks the hosts for a cluster file, shows it, and gives it the image of the proof where it names another. */
async function findCluster({ hosts, layout }: Lab, file: string): Promise<void> {
  await rm(file, { force: true });
  const named = hosts.flatMap(({ name }) => ['--host', name]);
  await baiup('init', '--ssh-config', layout.sshConfig, ...named, '-o', file);
  const text = await readFile(file, 'utf8');
  console.log(text);
  const document = parseDocument(text);
  if (document.getIn(['proof', 'image']) === imageName) return console.log('It is used as it was written.');
  document.setIn(['proof', 'image'], imageName);
  await writeFileAtomic(file, document.toString({ lineWidth: 0, flowCollectionPadding: true }));
  console.log(`One line was edited: proof.image is now ${imageName}.`);
}

/** What an upgrade changes by intent: releases, and what the migrations of 24.09 move from etcd to the database. */
const isMeant = (about: string): boolean => /^(version of|alembic_version|rows of|etcd )/.test(about);

/** Says whether the lab is as it was. @returns what is not, a line each */
function compared(before: Portrait, after: Portrait, counts: (about: string) => boolean): readonly string[] {
  const wrong = differences(before, after, counts);
  const looked = [...before.keys()].filter(counts).length;
  if (wrong.length === 0) console.log(`✓ ${looked} things are as they were before.`);
  else console.log([`✗ ${wrong.length} things are not as they were before:`, ...wrong].join('\n  '));
  return wrong;
}

async function lastRun(): Promise<RunShown> {
  const [last] = (await baiupJson<{ run: string }[]>(['runs'], { shown: false })).slice(-1);
  if (!last) throw new Error('the upgrade left no run in the journal');
  return baiupJson<RunShown>(['show', last.run], { shown: false });
}

/** An upgrade of a whole lab over SSH, minor and major, and back: what an operator would type. @returns what went wrong */
export async function demo(lab: Lab): Promise<readonly string[]> {
  const began = performance.now();
  const [cluster, plan] = [join(lab.layout.folder, 'cluster.yaml'), join(lab.layout.folder, 'plan.json')];
  const own = ['--cluster', cluster];

  say('Sessions of a user, which must live on');
  const sessions = await beginSessions(lab);
  for (const { name, isContainer } of sessions)
    console.log(`${name} runs${isContainer ? ', in a container of a3, with a variable in its Python' : ''}`);
  const before = await portraitOf(lab, sessions);

  say('What the hosts themselves say of the cluster');
  await findCluster(lab, cluster);
  await baiup('status', ...own);
  say('What stands in the way of 24.09.4');
  await baiup('check', '24.09.4', ...own);

  say('The plan, over 24.03.11, and its rehearsal');
  await baiup('plan', '24.09.4', ...own, '-o', plan);
  await baiup('rehearse', plan, ...own);

  say('The upgrade, and what runs then');
  await baiup('apply', plan, ...own, '--yes');
  await baiup('status', ...own);
  const upgraded = await portraitOf(lab, sessions);
  const wrong = compared(before, upgraded, (about) => !isMeant(about));
  const shown = await lastRun();
  console.log(`\n${downtimeTable(shown)}`);

  say('And back');
  await baiup('rollback', shown.run, ...own, '--yes');
  await baiup('status', ...own);
  const wrongBack = compared(before, await portraitOf(lab, sessions), () => true);
  for (const session of sessions) await session.end();
  console.log(`\nThe demo took ${((performance.now() - began) / 60_000).toFixed(1)} minutes.`);
  return [...wrong, ...wrongBack];
}
