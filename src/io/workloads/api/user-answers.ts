import { z } from 'zod';
import { knownOrMade } from '../../../lib/known-or-made.ts';
import type { ApiCall } from '../manager-call.ts';
import type { ApiAnswers } from './api-answers.ts';
import { askGraphql } from './ask-graphql.ts';

const text = z.union([z.string(), z.number()]).nullish();
const slots = z.record(z.string(), text).nullish();

/** Amounts that bound something: nothing, `NaN` and `Infinity` are no bound. */
function boundsOf(found: z.infer<typeof slots>): string {
  const bounds = Object.entries(found ?? {})
    .map(([slot, amount]): [string, number] => [slot, Number(amount ?? NaN)])
    .filter(([, amount]) => Number.isFinite(amount))
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return bounds.map(([slot, amount]) => `${slot} ${amount}`).join(', ') || 'none';
}

const groups = z.object({ scaling_groups: z.array(z.object({ name: z.string() })) });
const resources = z.object({
  presets: z.array(
    z.object({ name: z.string(), scaling_group_name: z.string().nullish(), resource_slots: slots }),
  ),
  keypair_limits: slots,
  group_limits: slots,
});
type Resources = z.infer<typeof resources>;
const hosts = z.object({ allowed: z.array(z.string()) });
const projects = z.object({
  user: z.object({ groups: z.array(z.object({ id: z.string(), name: z.string() })).nullish() }),
});
const images = z.object({
  images: z.array(z.object({ name: text, tag: text, registry: text, architecture: text }).nullish()),
});

type Image = NonNullable<z.infer<typeof images>['images'][number]>;

/** `cr.example/stable/python:3.9@x86_64`, whether a release has the registry in the name or not. */
function imageName({ name, tag, registry, architecture }: Image): string {
  const [before, after] = [`${registry}/`, `:${tag}`];
  const whole = `${name}`.startsWith(before) ? `${name}`.slice(before.length) : `${name}`;
  const bare = whole.endsWith(after) ? whole.slice(0, -after.length) : whole;
  return `${registry}/${bare}:${tag}@${architecture}`;
}

const keyed = (entries: readonly (readonly [string, string])[]): Record<string, string> =>
  Object.fromEntries(entries);

const checked = new WeakMap<ApiCall, Promise<Resources>>();

/**
 * Presets and limits in one answer, asked for once. `GET /resource/presets` answers 500 in 25.19.2 and 26.02.5 where no
 * other question came before on its connection: nothing else sets `current_resource_slots`.
 */
const checkPresets = (call: ApiCall, project: string, signal: AbortSignal | undefined): Promise<Resources> =>
  knownOrMade(checked, call, () =>
    call(resources, {
      method: 'POST',
      path: '/resource/check-presets',
      body: { group: project },
      signal,
    }),
  );

/** What each keypair may use and start. Tried on the API of 22.09 to 26.09. */
export const userAnswers: readonly ApiAnswers[] = [
  {
    what: 'resource groups',
    ask: async (call, { project }, signal) => {
      const path = `/scaling-groups?${new URLSearchParams({ group: project })}`;
      const { scaling_groups } = await call(groups, { method: 'GET', path, signal });
      return keyed(scaling_groups.map(({ name }) => [name, '']));
    },
  },
  {
    what: 'presets',
    ask: async (call, { project }, signal) => {
      const found = await checkPresets(call, project, signal);
      return keyed(
        found.presets.map(({ name, scaling_group_name: group, resource_slots }) => [
          group ? `${name} of ${group}` : name,
          boundsOf(resource_slots),
        ]),
      );
    },
  },
  {
    what: 'limits',
    ask: async (call, { project }, signal) => {
      const found = await checkPresets(call, project, signal);
      return {
        'of the keypair': boundsOf(found.keypair_limits),
        'of the project': boundsOf(found.group_limits),
      };
    },
  },
  {
    what: 'projects',
    ask: async (call, _who, signal) => {
      const { user } = await askGraphql(call, projects, 'query { user { groups { id name } } }', {}, signal);
      return keyed((user.groups ?? []).map(({ id, name }) => [name, id]));
    },
  },
  {
    what: 'images',
    ask: async (call, _who, signal) => {
      const query = 'query { images { name tag registry architecture } }';
      const found = await askGraphql(call, images, query, {}, signal);
      return keyed(found.images.flatMap((image) => (image ? [[imageName(image), '']] : [])));
    },
  },
  {
    what: 'folder hosts',
    ask: async (call, _who, signal) => {
      const { allowed } = await call(hosts, { method: 'GET', path: '/folders/_/hosts', signal });
      return keyed(allowed.map((host) => [host, '']));
    },
  },
];
