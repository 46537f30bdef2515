import { z } from 'zod';
import { absolutePath } from './absolute-path.ts';
import { declaredAnnouncement } from './announcement-texts.ts';
import { declaredHook } from './declared-hook.ts';
import { declaredStore } from './declared-store.ts';
import { guardSchema } from './guard-schema.ts';
import { secretSource } from './secret-source.ts';
import { serverTls } from './server-tls.ts';

const port = z.int().min(1).max(65535);

/** Where the API answers: an address as a browser takes it, without a name or a password in it. */
const webAddress = z.string().refine((text) => {
  const url = URL.parse(text);
  return (
    (url?.protocol === 'http:' || url?.protocol === 'https:') && url.username === '' && url.password === ''
  );
}, 'must be an address like http://10.0.0.1:8081, without user or password in it');

/** How an endpoint that speaks TLS is trusted, where its own configuration does not tell. */
const tls = z.union(
  [z.literal('insecure'), z.string().regex(/^\//)],
  'must be insecure, or the absolute path of the certificate that it is trusted by',
);

const endpoint = z.strictObject({ host: z.string().min(1), port });

export const componentNames = [
  'manager',
  'agent',
  'storage-proxy',
  'webserver',
  'wsproxy',
  'app-proxy-coordinator',
  'app-proxy-worker',
] as const;
export type ComponentName = (typeof componentNames)[number];

/** A host by SSH that reaches what the operator's machine does not; addresses are as that host has them. */
const via = z.string().min(1).optional();

const database = z.strictObject({
  host: z.string().min(1),
  port,
  via,
  name: z.string().min(1),
  user: z.string().min(1),
  password: secretSource,
  /** As `sslmode` of PostgreSQL's own programs; `prefer` unless told, as the managers' driver has it. */
  tls: serverTls(['off', 'prefer', 'require', 'verify']).optional(),
  /** A host by SSH whose PostgreSQL programs dump and restore it, and that keeps the dumps. */
  tools: z.string().min(1).optional(),
});

const pluginDecision = z
  .string('must be text (in quotes, where it looks like a number)')
  .regex(
    /^(leave|\/.+|\d[\w.+!-]*)$/,
    'must be leave, a version like 25.19.2, or the absolute path of a wheel or of a folder of wheels',
  );

const service = z.discriminatedUnion('kind', [
  /** A plain process described by `service.json` in `folder` (pid, log and environment are kept beside it). */
  z.strictObject({ kind: z.literal('process'), folder: absolutePath }),
  /** A unit of the host's systemd; `environment` is the path by which it, or its script, names its environment. */
  z.strictObject({
    kind: z.literal('systemd'),
    unit: z
      .string()
      .regex(/^[\w:.\\-]+(@[\w:.\\-]+)?$/, 'must be the name of a unit, like backendai-manager'),
    environment: absolutePath,
  }),
]);

/** How a host is reached: it is this machine, or the operator's own OpenSSH reaches it. */
const host = z
  .strictObject({
    transport: z.literal('local').optional(),
    /** As one types it after `ssh`: USER@HOST, or a name of the operator's ssh configuration. */
    ssh: z
      .string()
      .regex(/^[^\s-]\S*$/, 'must be what one types after ssh: USER@HOST')
      .optional(),
    port: port.optional(),
    /** A Python there that can run what baiup does on hosts; without one those that it has are tried. */
    python: absolutePath.optional(),
    /** Whether baiup may be root there by `sudo`; it may unless told. */
    sudo: z.boolean().optional(),
  })
  .superRefine((declared, context) => {
    const isBySsh = declared.ssh !== undefined;
    const wrong = (path: string[], message: string) => context.addIssue({ code: 'custom', path, message });
    if (isBySsh === (declared.transport !== undefined))
      wrong([], 'must have either transport: local (this machine) or ssh: USER@HOST');
    else if (!isBySsh) {
      for (const key of ['port', 'python', 'sudo'] as const)
        if (declared[key] !== undefined) wrong([key], 'is for a host that has ssh');
    }
  });
/** A host as its operator declares it. */
export type DeclaredHost = z.infer<typeof host>;

const member = z.strictObject({
  /** Short and unique in the cluster: m1, a1, s1, w1. */
  id: z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, 'must be a short lower-case name like m1'),
  component: z.enum(componentNames),
  host: z.string().min(1),
  /** Does not run before this release: an upgrade that reaches it starts it. */
  since: z
    .string()
    .regex(/^\d{2}\.\d{2}\.\d{1,3}$/, 'must be a release like 24.03.7')
    .optional(),
  service,
  /** The component's configuration file. */
  config: absolutePath,
  /** The folder that the program runs in. */
  workdir: absolutePath,
  /** Where its version and health are asked: API address, manager-facing address, RPC address. */
  endpoint,
  /** The endpoint speaks TLS: `insecure` asks for no proof of who it is; a path names a certificate on the member's host. */
  tls: tls.optional(),
  /** Agents only: the agent's id and where it keeps its registry of kernels. */
  agent: z.strictObject({ id: z.string().min(1), varBase: absolutePath }).optional(),
  /**
   * What becomes of packages that its environment holds beside its release, by their names: `leave`, a version, or the
   * path of a wheel or of a folder of wheels.
   */
  plugins: z.record(z.string().min(1), pluginDecision).optional(),
  /** App-proxy coordinators only: the database that is theirs beside the cluster's; coordinators may share one. */
  database: database.optional(),
});
/** One installed component of the cluster. */
export type Member = z.infer<typeof member>;

export const inventorySchema = z
  .strictObject({
    cluster: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'must be lower-case letters, digits and dashes'),
    hosts: z.record(z.string().min(1), host),
    ssh: z
      .strictObject({
        /** An OpenSSH configuration in the place of the operator's own. */
        config: absolutePath.optional(),
        /** So many hosts are connected to at once; 32 unless told. */
        atOnce: z.int().min(1).optional(),
        /** Seconds after which a host whose connection was lost is given up; 300 unless told. */
        lostAfter: z.int().min(1).optional(),
      })
      .optional(),
    database,
    etcd: z.strictObject({
      host: z.string().min(1),
      port,
      via,
      namespace: z.string().min(1),
      user: z.string().optional(),
      password: secretSource.optional(),
      /** `off` unless told: no manager speaks TLS with etcd. */
      tls: serverTls(['off', 'require', 'verify']).optional(),
    }),
    redis: endpoint.optional(),
    /** The host on which rehearsals keep and migrate their copies; this machine unless told. */
    rehearsal: z.strictObject({ host: z.string().min(1) }).optional(),
    api: z.strictObject({
      url: webAddress,
      via,
      tls: tls.optional(),
      accessKey: z.string().min(1),
      secretKey: secretSource,
    }),
    /** What the proof of life asks for: a session of this image. */
    proof: z.strictObject({
      image: z.string().min(1),
      architecture: z.string().default('x86_64'),
      scalingGroup: z.string().default('default'),
    }),
    /** Sessions that no upgrade touches unless each is accepted: `owner=`, `project=`, `image=`, `label=`, `agent=`, `id=`. */
    guard: z.array(guardSchema).optional(),
    /** Whom runs tell of what happens in them. */
    hooks: z.array(declaredHook).max(20).optional(),
    /** Runs tell users of themselves, by the manager's announcement. */
    announcement: declaredAnnouncement.optional(),
    /** Where runs are kept, if not in files of this machine. */
    store: declaredStore.optional(),
    components: z.array(member).min(1),
  })
  .superRefine((inventory, context) => {
    const isBySsh = (name: string) =>
      Object.hasOwn(inventory.hosts, name) && inventory.hosts[name]?.ssh !== undefined;
    const ways = [
      [['database'], inventory.database] as const,
      [['etcd'], inventory.etcd] as const,
      [['api'], inventory.api] as const,
      ...inventory.components.map(
        ({ database: own }, index) => [['components', index, 'database'], own] as const,
      ),
    ];
    for (const [path, way] of ways) {
      const named = { via: way?.via, tools: way && 'tools' in way ? way.tools : undefined };
      for (const [key, name] of Object.entries(named)) {
        if (name === undefined || isBySsh(name)) continue;
        const message = `"${name}" is no host under hosts that has ssh`;
        context.addIssue({ code: 'custom', path: [...path, key], message });
      }
    }
    const hooks = (inventory.hooks ?? []).map(({ name }) => name);
    for (const [index, name] of hooks.entries()) {
      if (hooks.indexOf(name) === index) continue;
      const message = `"${name}" is used twice`;
      context.addIssue({ code: 'custom', path: ['hooks', index, 'name'], message });
    }
    const { rehearsal } = inventory;
    if (rehearsal && !Object.hasOwn(inventory.hosts, rehearsal.host)) {
      const message = `no host "${rehearsal.host}" under hosts`;
      context.addIssue({ code: 'custom', path: ['rehearsal', 'host'], message });
    }
    const seen = new Set<string>();
    for (const [index, { id, host }] of inventory.components.entries()) {
      if (seen.has(id)) {
        context.addIssue({
          code: 'custom',
          path: ['components', index, 'id'],
          message: `"${id}" is used twice`,
        });
      }
      seen.add(id);
      if (!Object.hasOwn(inventory.hosts, host)) {
        context.addIssue({
          code: 'custom',
          path: ['components', index, 'host'],
          message: `no host "${host}" under hosts`,
        });
      }
    }
  });

/** A cluster as its operator declares it in cluster.yaml. */
export type Inventory = z.infer<typeof inventorySchema>;
