import { join } from 'node:path';
import type { StepContext } from './context.ts';

/**
 * Where a hop's captures and expectations are kept in the run's folder.
 * @param database the member whose own database they are of; the cluster's unless told
 */
export function keptFiles({ runFolder }: Pick<StepContext, 'runFolder'>, hop: number, database?: string) {
  const name = database === undefined ? `hop-${hop}` : `hop-${hop}.${database}`;
  return {
    database: join(runFolder, `${name}.database.dump`),
    /** Who owned it and who could use it, as it was captured. */
    access: join(runFolder, `${name}.access.json`),
    /** Its structure as it was captured. */
    found: join(runFolder, `${name}.found-schema.json`),
    etcd: join(runFolder, `hop-${hop}.etcd.json`),
    /** Which databases were set aside and copied, in the whole run. */
    aside: join(runFolder, `${database ?? 'cluster'}.aside.json`),
    /** The registries that etcd had when the database was set aside. */
    registries: join(runFolder, `hop-${hop}.registries.json`),
    /** Of the whole run: what users read before it, and all that it has had them read. */
    announcement: join(runFolder, 'announcement.json'),
    /** What the cluster held at the stop, what was read for it, what was counted in a moment before the new managers start, etcd then, and how all compares. */
    census: join(runFolder, `hop-${hop}.census.json`),
    censusShape: join(runFolder, `hop-${hop}.census-shape.json`),
    censusAfter: join(runFolder, `hop-${hop}.census-after.json`),
    etcdAfter: join(runFolder, `hop-${hop}.etcd-after.json`),
    censusCompared: join(runFolder, `hop-${hop}.census-compared.json`),
    /** Whose sessions were ended before it was captured. */
    othersEnded: join(runFolder, `${name}.others-ended.json`),
    expectedSchema: join(runFolder, `${name}.expected-schema.json`),
    /** Written once a migration has ended well. */
    migrated: join(runFolder, `${name}.migrated.json`),
    /** The sessions that had not ended at the stop, and what became of those that going back bears on. */
    sessions: join(runFolder, `hop-${hop}.sessions.json`),
    settled: join(runFolder, `hop-${hop}.sessions-settled.json`),
    /** Where sessions were started before the stop, and what became of them. */
    proofs: join(runFolder, `hop-${hop}.proofs.json`),
    /** What the managers' API answered before the stop, and how what it answers afterwards compares. */
    answers: join(runFolder, `hop-${hop}.api.json`),
    answersCompared: join(runFolder, `hop-${hop}.api-compared.json`),
    /** What agents offered before the first of them turned in a wave, and since when a wave is watched. */
    agents: join(runFolder, `hop-${hop}.agents.json`),
    waveSince: (wave: number) => join(runFolder, `hop-${hop}.wave-${wave}.json`),
    /** What let sessions begin before the run kept them from it. */
    intake: join(runFolder, `hop-${hop}.intake.json`),
    /** Until when sessions may run, by the part of the drain. */
    drainUntil: (part: string) => join(runFolder, `hop-${hop}.drain-${part}.json`),
    /** The sessions that a part of the drain has asked to end. */
    drainAsked: (part: string) => join(runFolder, `hop-${hop}.drain-${part}-asked.json`),
    /** The slots of agents, and of etcd, at the stop. */
    slots: join(runFolder, `hop-${hop}.slots.json`),
    proxyDoors: join(runFolder, `hop-${hop}.proxy-doors.json`),
    /** A member's configuration as it was before the hop changed it, and as its new program reads it. */
    configuration: (member: string) => join(runFolder, `hop-${hop}.${member}.configuration`),
    /** There where an agent could not be given back the kernels of the newer release. */
    kernelsLost: (member: string) => join(runFolder, `hop-${hop}.${member}.kernels-lost`),
    /** What was captured of members' files on their hosts. */
    files: join(runFolder, `hop-${hop}.files.jsonl`),
    /** The containers of an agent at its stop. */
    containers: join(runFolder, `hop-${hop}.containers.jsonl`),
    /** What the members' environments held before the stop. */
    environments: join(runFolder, `hop-${hop}.environments.jsonl`),
    /** What members had written into etcd when a member's stand-in was ended. */
    registered: (member: string) => join(runFolder, `hop-${hop}.${member}.registered.json`),
    patched: (member: string) => join(runFolder, `hop-${hop}.${member}.patched`),
  };
}
