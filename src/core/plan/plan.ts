import { z } from 'zod';
import { longestDuration } from '../../lib/duration.ts';
import { guardSchema } from '../cluster/guard-schema.ts';
import { drainSchema } from '../workloads/drain.ts';
import { othersSchema } from './others.ts';
import { predictedHop } from './predicted-hop.ts';
import { memberTurn } from './turn-of.ts';
import { wavesSchema } from './waves.ts';

const withoutSchema = z.strictObject({ member: z.string(), host: z.string() });
/** An agent that a plan leaves for later, because its host did not answer when it was made. */
export type PlannedWithout = z.infer<typeof withoutSchema>;

const finding = z.object({
  code: z.string(),
  severity: z.enum(['blocker', 'warning', 'info']),
  subject: z.string(),
  summary: z.string(),
  detail: z.string().optional(),
  hint: z.string().optional(),
  source: z.string().optional(),
  origin: z.string().optional(),
  handled: z.string().optional(),
  runsBetween: z.boolean().optional(),
  onlyRunning: z.boolean().optional(),
});

const stepIdForm = /^\d+(\.[A-Za-z0-9_-]+)+$/;

const step = z.strictObject({
  /** Unique in the plan and readable: "2.stop.m1". Folders are named after it. */
  id: z.string().regex(stepIdForm, 'must be the id of a step, like 2.stop.m1'),
  /** Which step of app/steps it is: "service.stop". */
  kind: z.string(),
  title: z.string(),
  /** Checked by the step itself; never holds a secret. */
  params: z.record(z.string(), z.unknown()),
  /** Steps that must be done before this one starts, in any hop. */
  needs: z.array(z.string()),
  hosts: z.array(z.string()),
  /** Seconds. */
  estimate: z.number(),
  /** Why there is no way back from it; absent where there is one. */
  irreversible: z.string().optional(),
});
export type PlannedStep = z.infer<typeof step>;

/** `before`: nothing is stopped yet; `stopped`: users notice; `back`: service is back. */
export const phaseSides = ['before', 'stopped', 'back'] as const;

const phase = z.strictObject({
  name: z.string(),
  title: z.string(),
  side: z.enum(phaseSides),
  /** Which wave of agents turns in it, from 0 on; absent where it is none. */
  wave: z.int().nonnegative().optional(),
  /** Its members are stopped while something stands in for them, so nobody is without service. */
  beside: z.literal(true).optional(),
  steps: z.array(step),
});
export type Phase = z.infer<typeof phase>;

const change = z.strictObject({ version: z.string(), title: z.string(), text: z.string() });
export type PlannedChange = z.infer<typeof change>;

/**
 * `each`: one outage for each hop. `one`: one outage for all hops, and only the first and the last release ever run,
 * except those that a rule requires to run in between.
 */
export const outageModes = ['each', 'one'] as const;
export type OutageMode = (typeof outageModes)[number];

/**
 * How a database is kept for the way back: `aside`, renamed on its server while the migration works on a copy; `dump`, into
 * a file.
 */
export const captureModes = ['aside', 'dump'] as const;
export type CaptureMode = (typeof captureModes)[number];

const hop = z.strictObject({
  from: z.string(),
  to: z.string(),
  /** Releases on the way whose migrations run in the same outage, and whose programs never start. */
  via: z.array(z.string()).optional(),
  /** If members of several versions come to one: the ids of those that are upgraded; absent if all are. */
  behind: z.array(z.string()).optional(),
  /** Rules that require `to` to run before the database goes on: why an outage of several hops ends here. */
  runsBecause: z.array(z.strictObject({ rule: z.string(), title: z.string() })).optional(),
  kind: z.enum(['minor', 'major']),
  route: z.strictObject({
    kind: z.enum(['none', 'upgrade', 'fill', 'rejoin', 'blocked']),
    run: z.array(z.string()),
    fill: z.array(z.string()),
    orphans: z.array(z.string()),
    rejoinAt: z.string().optional(),
    why: z.string(),
  }),
  phases: z.array(phase),
  /** How each member turns, and why, where that was asked for (`--turn beside`). */
  turns: z.array(memberTurn).optional(),
  /** What the hop changes in configuration files, as lines of a patch without secrets, and the rules that ask for it. */
  configuration: z
    .array(
      z.strictObject({
        member: z.string(),
        file: z.string(),
        rules: z.array(z.string()),
        patch: z.array(z.string()),
      }),
    )
    .optional(),
  /** What the vendor's changelog tells of breaks, of the database, and of manual steps, where one was given. */
  toRead: z.array(change).optional(),
});
export type PlannedHop = z.infer<typeof hop>;

/** What the plan relied on; apply reads the same again and refuses a stale plan, naming what changed. */
const facts = z.strictObject({
  components: z.array(
    z.strictObject({
      id: z.string(),
      component: z.string(),
      host: z.string(),
      version: z.string(),
      environment: z.string(),
      /** The path by which its unit names its environment: new ones go beside it. */
      path: z.string().optional(),
      configSha256: z.string(),
    }),
  ),
  revisions: z.array(z.string()),
  /** The databases beside the cluster's, where there are any. */
  ownDatabases: z
    .array(z.strictObject({ member: z.string(), state: z.string(), revisions: z.array(z.string()) }))
    .optional(),
});
export type PlanFacts = z.infer<typeof facts>;

const seconds = z.number();
const range = z.tuple([seconds, seconds]);

/** Predicted when the plan was made; apply predicts again with what is known then. */
const plannedDowntime = z.strictObject({
  /** Seconds over all hops. */
  predicted: seconds,
  predictedRange: range.optional(),
  /** Where the prediction comes from. */
  basis: z.string(),
  hops: z.array(predictedHop).optional(),
  /** Going back from the worst moment of any hop. */
  wayBack: z.strictObject({ predicted: seconds, predictedRange: range }).optional(),
  /** Seconds over all hops, were the outages the other way. */
  otherwise: seconds.optional(),
});

/** The format of plan.json; raised when a plan of an older baiup can no longer be carried out. */
export const planFormat = 4;

/** Ids become names of files: they hold nothing that leads out of a folder. */
export const planIdForm = /^p-[0-9a-f]{8}$/;

export const planSchema = z.strictObject({
  format: z.literal(planFormat),
  /** Covers the content (`planId`). */
  id: z.string().regex(planIdForm, 'must be "p-" and eight hexadecimal digits'),
  /** What made it: another baiup, or another catalog of releases, may make another plan from the same cluster. */
  madeWith: z.strictObject({ baiup: z.string(), catalog: z.string() }),
  cluster: z.string(),
  policy: z.enum(['page', 'schema']),
  windows: z.enum(outageModes),
  /** No configuration file is changed (`--leave-files`). */
  leaveFiles: z.literal(true).optional(),
  /** Users are not told by the announcement, although the cluster's file wants it (`--no-announcement`). */
  noAnnouncement: z.literal(true).optional(),
  /** No new program waits parked for its start (`--no-park`). */
  noPark: z.literal(true).optional(),
  /** How members of minor hops turn, where its operator chose so (`--turn`). */
  turn: z.literal('beside').optional(),
  /** How databases are captured, where its operator chose so (`--capture`). */
  capture: z.enum(captureModes).optional(),
  /** What becomes of other programs at a database, where its operator chose so (`--others`). */
  others: othersSchema.optional(),
  /** A session is started on each agent, and not only on each resource group (`--proof`). */
  proof: z.literal('each-agent').optional(),
  /** How many steps are carried out at once, where its operator chose so. */
  limits: z.strictObject({ perHost: z.int().positive(), inAll: z.int().positive() }).optional(),
  /** Agents turn in waves, once everything else is proven (`--waves`). */
  waves: wavesSchema.optional(),
  /** Agents that keep their release for now: the plan is one for the cluster without them. */
  postponed: z.array(withoutSchema).optional(),
  /** What becomes of sessions before each stop (`--drain`); they are left as they are where it is absent. */
  drain: drainSchema.optional(),
  /** Sessions that it does not touch unless each is accepted, beside those of the cluster's file. */
  guard: z.array(guardSchema).optional(),
  from: z.string(),
  to: z.string(),
  /** SHA-256 of `facts`. */
  fingerprint: z.string(),
  facts,
  hops: z.array(hop),
  findings: z.array(finding),
  /** Codes of warnings that the operator accepted when planning. */
  accepted: z.array(z.string()),
  downtime: plannedDowntime,
  /** The time agreed for it, which apply holds to. */
  window: z
    .strictObject({
      seconds: z.number().positive().max(longestDuration),
      /** What it takes at most, with its way back. */
      needed: z.number(),
    })
    .optional(),
});

/** An upgrade as data: everything that apply will do, in order, with nothing left to decide. */
export type Plan = z.infer<typeof planSchema>;
