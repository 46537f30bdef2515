import { z } from 'zod';
import { predictedHop } from '../plan/predicted-hop.ts';
import { settled } from './lost-session.ts';

/** `approve`: the command, after the run asked. `accept`: by the rule's name. `yes`: with all that is optional. */
const approvalWay = z.enum(['approve', 'accept', 'yes']);
export type ApprovalWay = z.infer<typeof approvalWay>;

/** What went wrong, as kept in the journal (never a secret, never a stack trace). */
const failure = z.object({ code: z.string(), message: z.string(), hint: z.string().optional() });
export type Failure = Readonly<z.infer<typeof failure>>;

/**
 * `done`: the target runs. `failed`: not upgraded, the cluster is as it was before the hop that failed.
 * `rolled-back`: as it was before the run. `broken`: going back has left something; a further rollback does what is left.
 */
const finalState = z.enum(['done', 'failed', 'rolled-back', 'broken']);
export type FinalState = z.infer<typeof finalState>;
export type RunState = FinalState | 'running' | 'undoing' | 'stopped';

/** A step failed; somebody gave the hop up; somebody took the whole run back. */
const undoReason = z.enum(['failure', 'abort', 'rollback']);
export type UndoReason = z.infer<typeof undoReason>;

/** What somebody asks of a run while it is carried out: to stop after the running steps, or to go back as well. */
const askedFor = z.enum(['pause', 'abort']);

const strings = z.array(z.string()).readonly();
const hopIndex = z.int().nonnegative();
const stepLabel = { step: z.string(), hop: hopIndex, title: z.string() };
/** How a step bears on a service, and whose service it is. */
const onService = {
  service: z.enum(['stopping', 'starting']).optional(),
  member: z.string().optional(),
  /** An agent that turns in a wave: its sessions go on, and all others answer, so it is no downtime. */
  inWave: z.literal(true).exactOptional(),
  /** Something stands in for the member meanwhile, so it is no downtime either. */
  beside: z.literal(true).exactOptional(),
};
const seconds = z.number();

/** A step that going back has left, and what is so because of it. */
const leftUndone = z.object({
  ...stepLabel,
  /** The member that it concerns alone. */
  member: z.string().exactOptional(),
  /** "agent a2 does not run 24.03.11" */
  says: z.string(),
  /** Why its undo failed; absent where it waits for another's. */
  failure: failure.exactOptional(),
});
export type LeftUndone = Readonly<z.infer<typeof leftUndone>>;

function fact<K extends string, S extends z.ZodRawShape>(kind: K, shape: S) {
  return z.object({
    seq: z.int().positive(),
    at: z.iso.datetime(),
    run: z.string(),
    kind: z.literal(kind),
    ...shape,
  });
}

/** An event as it is read back from a journal. */
export const runEvent = z.discriminatedUnion('kind', [
  fact('run.started', {
    plan: z.string(),
    /** Of the plan as it began: one that was edited since is another. */
    planSha256: z.string().exactOptional(),
    cluster: z.string(),
    from: z.string(),
    to: z.string(),
    hops: z.array(z.object({ from: z.string(), to: z.string(), kind: z.string() })).readonly(),
    predicted: seconds,
    /** What was foreseen of each hop when it began. */
    foreseen: z
      .object({ predictedRange: z.tuple([seconds, seconds]), hops: z.array(predictedHop) })
      .exactOptional(),
    /** Seconds agreed for it, and those that going back may take. */
    window: z.object({ seconds, wayBack: seconds }).exactOptional(),
    who: z.string(),
    accepted: strings,
    /** How many entries of the changelog the plan had its operator read. */
    changesRead: z.int().exactOptional(),
    /** When the rehearsal was that the prediction comes from, ISO 8601; absent where there was none. */
    rehearsed: z.string().exactOptional(),
    /** The operator left rehearsals aside. */
    noRehearsal: z.boolean().exactOptional(),
    /** Names of the hooks that are told of what follows. */
    hooks: strings.exactOptional(),
  }),
  fact('run.resumed', { who: z.string(), hooks: strings.exactOptional() }),
  /**
   * The journal was damaged and begun anew: the events after this one are what may have begun. The run can only go
   * back.
   */
  fact('run.salvaged', {
    who: z.string(),
    /** What was wrong with the journal. */
    why: z.string(),
    /** Where the damaged one is kept, in the run's folder. */
    kept: z.string(),
  }),
  /** The cluster file says something else today than when the run began; the run goes by what it began with. */
  fact('facts.differ', { file: z.string(), differs: strings }),
  fact('step.started', { ...onService, ...stepLabel }),
  fact('approval.asked', { how: z.string(), ...stepLabel }),
  fact('approval.given', { who: z.string(), by: approvalWay, ...stepLabel }),
  fact('step.probed', { state: z.enum(['todo', 'done', 'half']), ...stepLabel }),
  fact('step.finished', { seconds, ...onService, result: z.unknown().optional(), ...stepLabel }),
  /** `result`: what it has found out before it failed. */
  fact('step.failed', { seconds, failure, result: z.unknown().optional(), ...stepLabel }),
  /** An agent keeps its release for now: its host did not answer, it failed, or somebody wants it so. */
  fact('member.postponed', {
    hop: hopIndex,
    member: z.string(),
    host: z.string(),
    why: failure,
    /** What is so because it was not taken back to its old release. */
    left: z.string().exactOptional(),
  }),
  /** More agents failed than may: their wave goes back, and the rest does not begin. */
  fact('wave.stopped', { hop: hopIndex, wave: z.int(), name: z.string(), members: strings, why: failure }),
  /** The agents of that wave have their old release again, but for those that are left. */
  fact('wave.undone', { hop: hopIndex, wave: z.int(), left: z.array(leftUndone).readonly() }),
  fact('hop.finished', { hop: hopIndex }),
  /** Going back from now on ends after the window. */
  fact('window.turn-passed', { hop: hopIndex }),
  /** The remaining hops do not fit into the rest of the window: the run stops between two hops. */
  fact('window.too-short', {
    hop: hopIndex,
    needed: seconds,
    left: seconds,
    /** The wave that does not fit, where it is one. */
    wave: z.int().exactOptional(),
  }),
  /** Services are away for longer than the upper end of what was foreseen. */
  fact('outage.slipped', { hop: hopIndex, foreseen: seconds }),
  /** What users read while the run goes on. */
  fact('announcement.changed', { moment: z.string(), text: z.string() }),
  /** What users read was not changed, and why. */
  fact('announcement.left', { moment: z.string(), why: z.string() }),
  /** A hook has taken a notice; `notice` is the id that it was sent under. */
  fact('hook.told', { hook: z.string(), notice: z.string(), event: z.string(), tries: z.int() }),
  /** A hook has not taken it, and `why`; a resumed run tries once more. */
  fact('hook.gave-up', {
    hook: z.string(),
    notice: z.string(),
    event: z.string(),
    tries: z.int(),
    why: z.string(),
  }),
  fact('evidence.kept', { folder: z.string(), files: strings }),
  fact('undo.started', {
    why: undoReason,
    hops: z.array(hopIndex).readonly(),
    who: z.string(),
  }),
  /** What going back means for sessions. */
  fact('sessions.settled', settled.shape),
  fact('step.undoing', stepLabel),
  fact('step.undone', { seconds, result: z.unknown().optional(), ...stepLabel }),
  /** It could not be undone. After `step.undone`: the undo had no effect. */
  fact('step.undo-failed', { seconds, failure, ...stepLabel }),
  /** An earlier going back undid it, and its effect is lost since (a service that died): it is undone again. */
  fact('step.undo-lost', stepLabel),
  /** A stop done again on the way back, which needs it: the service was found running. */
  fact('step.done-again', { seconds, ...stepLabel }),
  fact('undo.finished', { seconds }),
  /** Somebody had it stop, or go back; `askedAt` is when they said so. */
  fact('run.asked', { what: askedFor, who: z.string(), why: z.string(), askedAt: z.iso.datetime() }),
  /** Somebody begins to remove what the run keeps: from now on it cannot go back. */
  fact('run.forgetting', { who: z.string() }),
  /** What could be removed is gone; `freed` are bytes, on all hosts. */
  fact('run.forgotten', { who: z.string(), freed: z.number(), removed: strings, left: strings }),
  fact('run.stopped', {}),
  fact('run.finished', {
    state: finalState,
    /** Where it is `broken`: what is left to undo. */
    left: z.array(leftUndone).readonly().exactOptional(),
  }),
]);

/** What happened in a run, in the past tense. One journal holds it all; everything shown is computed from it. */
export type RunEvent = Readonly<z.infer<typeof runEvent>>;

type WithoutPlace<E> = E extends RunEvent ? Omit<E, 'seq' | 'at' | 'run'> : never;
/** An event before the journal gives it its place. */
export type RunFact = WithoutPlace<RunEvent>;
