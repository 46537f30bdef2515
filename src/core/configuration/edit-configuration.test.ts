import fc from 'fast-check';
import { parse } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import type { ConfigurationEdit } from './edit.ts';
import { editConfiguration } from './edit-configuration.ts';
import { patchLines } from './patch-lines.ts';

const edited = (text: string, ...edits: ConfigurationEdit[]) =>
  editConfiguration(text, edits, (edit) => edit);

const group = { action: 'rename', key: 'agent.scaling-group', to: 'initial-resource-group-name' } as const;
const inEach = { ...group, key: 'agents.agent.scaling-group' } as const;
const router = { action: 'rename', key: 'sapollo-router', to: 'apollo-router' } as const;
const logstash = { action: 'reshape', key: 'logging.logstash.endpoint', form: 'host-port' } as const;
const redis = { action: 'reshape', key: 'session.redis', form: 'addr' } as const;
const lock = {
  action: 'set',
  key: 'manager.distributed-lock',
  from: 'etcetra',
  value: 'pg_advisory',
} as const;
const web = { action: 'section', key: 'webserver' } as const;
const old = { action: 'remove', key: 'service.old' } as const;

describe('an edit of a configuration', () => {
  it.each<[string, ConfigurationEdit, string, string]>([
    [
      'renames a key and keeps its comment',
      group,
      '[agent]\n# ours\nscaling-group   = "a" # why\nmode = "docker"\n',
      '[agent]\n# ours\ninitial-resource-group-name   = "a" # why\nmode = "docker"\n',
    ],
    [
      'renames a dotted key',
      group,
      'agent.scaling-group = "a"\n',
      'agent.initial-resource-group-name = "a"\n',
    ],
    [
      'renames within braces',
      group,
      'agent = { mode = "x", scaling-group = "a" } # }\n',
      'agent = { mode = "x", initial-resource-group-name = "a" } # }\n',
    ],
    ['renames a quoted key', group, "[agent]\n'scaling-group'=1", '[agent]\ninitial-resource-group-name=1'],
    [
      'renames a section with what is below it',
      router,
      '[sapollo-router]\r\nenabled = true\r\n[sapollo-router.tls]\r\non = 1\r\n',
      '[apollo-router]\r\nenabled = true\r\n[apollo-router.tls]\r\non = 1\r\n',
    ],
    [
      'leaves what only looks like the key',
      group,
      '[agent]\nmotd = """\nscaling-group = "b"\n"""\nscaling-group = "a"\n[other]\nscaling-group = "c"\n',
      '[agent]\nmotd = """\nscaling-group = "b"\n"""\ninitial-resource-group-name = "a"\n[other]\nscaling-group = "c"\n',
    ],
    [
      'writes an address as a table',
      logstash,
      '[logging.logstash]\nendpoint = "localhost:9300" # here\nprotocol = "tcp"\n',
      '[logging.logstash]\nendpoint = { host = "localhost", port = 9300 } # here\nprotocol = "tcp"\n',
    ],
    [
      'writes an address in a list as a table',
      logstash,
      '[logging]\nlogstash.endpoint = [ # two\n  "::1",\n  9300,\n]\n',
      '[logging]\nlogstash.endpoint = { host = "::1", port = 9300 }\n',
    ],
    [
      'takes the brackets off an address',
      logstash,
      'logging.logstash.endpoint = "[::1]:93"',
      'logging.logstash.endpoint = { host = "::1", port = 93 }',
    ],
    [
      'joins host and port',
      redis,
      '[session.redis]\nhost = "localhost" # near\nport = 6379\npassword = "x"\n',
      '[session.redis]\naddr = "localhost:6379" # near\npassword = "x"\n',
    ],
    [
      'replaces a value',
      lock,
      '[manager]\ndistributed-lock="etcetra"\n',
      '[manager]\ndistributed-lock="pg_advisory"\n',
    ],
    ['adds a section', web, '[service]\nport = 1', '[service]\nport = 1\n\n[webserver]\n'],
    ['removes a key with its line', old, '[service]\nold = [1,\n2]\nport = 1\n', '[service]\nport = 1\n'],
    ['removes a section', old, '[service]\na = 1\n[service.old]\nb = 2\n[x]\n', '[service]\na = 1\n[x]\n'],
  ])('%s', (_what, edit, before, after) => {
    const { text, made, left } = edited(before, edit);
    expect(left).toEqual([]);
    expect(text).toBe(after);
    expect(made).toEqual([edit]);
  });

  it.each<[string, ConfigurationEdit, string, string]>([
    [
      'of a list of tables that has it',
      inEach,
      '[agent]\nscaling-group = "a"\n[[agents]]\n[agents.agent]\nid = "1"\nscaling-group = "b" # ours\n\n[[agents]]\n[agents.agent]\nid = "2"\n\n[[agents]]\nagent.scaling-group = "c"\n',
      '[agent]\nscaling-group = "a"\n[[agents]]\n[agents.agent]\nid = "1"\ninitial-resource-group-name = "b" # ours\n\n[[agents]]\n[agents.agent]\nid = "2"\n\n[[agents]]\nagent.initial-resource-group-name = "c"\n',
    ],
    [
      'of a list within brackets',
      inEach,
      'agents = [\n  { agent = { id = "1", scaling-group = "a" } },\n  { agent.scaling-group = "b" },\n]\n',
      'agents = [\n  { agent = { id = "1", initial-resource-group-name = "a" } },\n  { agent.initial-resource-group-name = "b" },\n]\n',
    ],
    [
      'whose key goes',
      { action: 'remove', key: 'agents.agent.scaling-group' },
      '[[agents]]\n[agents.agent]\nscaling-group = "a"\nid = "1"\n[[agents]]\n[agents.agent]\nscaling-group = "b"\n',
      '[[agents]]\n[agents.agent]\nid = "1"\n[[agents]]\n[agents.agent]\n',
    ],
  ])('changes every entry %s', (_what, edit, before, after) => {
    expect(edited(before, edit)).toEqual({ text: after, made: [edit], left: [] });
  });

  it.each<[string, ConfigurationEdit, string]>([
    ['a key that is not there', group, '[agent]\nmode = "docker"\n'],
    ['an address that is a table', logstash, '[logging.logstash]\nendpoint = { host = "h", port = 1 }\n'],
    ['an address as a section', logstash, '[logging.logstash.endpoint]\nhost = "h"\nport = 1\n'],
    ['another value', lock, '[manager]\ndistributed-lock = "etcd"\n'],
    ['a section that is there', web, 'webserver.event-loop = "uvloop"\n'],
    ['an addr beside host and port', redis, '[session.redis]\naddr = "a:1"\nhost = "b"\nport = 2\n'],
  ])('changes nothing for %s', (_what, edit, text) => {
    expect(edited(text, edit)).toEqual({ text, made: [], left: [] });
  });

  it.each<[string, ConfigurationEdit, string, RegExp]>([
    ['both names', group, '[agent]\nscaling-group = "a"\ninitial-resource-group-name = "b"\n', /beside/],
    ['a key within braces to remove', old, 'service = { old = 1, port = 2 }\n', /braces/],
    ['host and port within braces', redis, '[session]\nredis = { host = "a", port = 1 }\n', /braces/],
    [
      'an entry with both names',
      inEach,
      '[[agents]]\nagent.scaling-group = "a"\n[[agents]]\nagent.scaling-group = "a"\nagent.initial-resource-group-name = "b"\n',
      /beside/,
    ],
    [
      'a value in a list of tables',
      { ...lock, key: 'agents.lock' },
      '[[agents]]\nlock = "etcetra"\n',
      /list of tables/,
    ],
    ['a text that is no TOML', group, '[agent\nscaling-group = "a"\n', /./],
  ])('leaves %s to a person', (_what, edit, text, why) => {
    const result = edited(text, edit);
    expect(result).toMatchObject({ text, made: [] });
    expect(result.left).toEqual([{ edit, why: expect.stringMatching(why) }]);
  });
});

const names = fc.constantFrom(
  'agent',
  'logging',
  'session',
  'webserver',
  'service',
  'manager',
  'other',
  'a b',
);
const leaf = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.constant(6379),
  fc.boolean(),
  fc.constantFrom('etcetra', 'localhost:9300', 'x"y', 'a\nb'),
  fc.array(fc.integer(), { maxLength: 3 }),
);
const keys = fc.constantFrom(
  'scaling-group',
  'distributed-lock',
  'logstash',
  'endpoint',
  'redis',
  'host',
  'port',
  'old',
  'quoted key',
);
const toml = (value: unknown): string =>
  Array.isArray(value)
    ? `[ ${value.map(toml).join(', ')} ]`
    : typeof value === 'string'
      ? JSON.stringify(value)
      : `${value}`;
const keyed = (name: string): string => (/^[\w.-]+$/.test(name) ? name : JSON.stringify(name));

/** Texts as people write them: sections once each, comments, blank lines, either line end. */
const texts = fc
  .tuple(
    fc.dictionary(
      names,
      fc.dictionary(keys, fc.tuple(leaf, fc.constantFrom('', ' # [no] = "section"', '  '))),
    ),
    fc.constantFrom('\n', '\r\n'),
    fc.boolean(),
  )
  .map(([sections, newline, comments]) =>
    Object.entries(sections)
      .flatMap(([name, pairs]) => [
        ...(comments ? ['# scaling-group = "no key"', ''] : []),
        `[${keyed(name)}]`,
        ...Object.entries(pairs).map(([key, [value, tail]]) => `${keyed(key)} = ${toml(value)}${tail}`),
      ])
      .join(newline),
  )
  .filter((text) => {
    try {
      parse(text);
      return true;
    } catch {
      return false;
    }
  });
const edits = fc.subarray<ConfigurationEdit>([group, router, logstash, redis, lock, web, old]);

const lines = (text: string): string[] => text.split(/\r?\n/);
const touched = /scaling-group|initial-resource|endpoint|distributed-lock|host|port|addr|old|webserver/;

describe('edits of any text', () => {
  it('have nothing more to change the second time, and keep every line that is none of theirs', () => {
    fc.assert(
      fc.property(texts, edits, (text, chosen) => {
        const once = edited(text, ...chosen);
        expect(once.left).toEqual([]);
        expect(edited(once.text, ...chosen)).toEqual({ text: once.text, made: [], left: [] });
        const kept = (all: string): string[] =>
          lines(all).filter((line) => line !== '' && !touched.test(line));
        expect(kept(once.text)).toEqual(kept(text));
        if (once.made.length === 0) expect(once.text).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  it('are shown as a patch from which both texts can be told', () => {
    fc.assert(
      fc.property(texts, edits, (text, chosen) => {
        const after = edited(text, ...chosen).text;
        const patch = patchLines(text, after);
        expect(patch.length > 0).toBe(after !== text);
        const removed = patch.filter((line) => line.startsWith('-')).map((line) => line.slice(1));
        expect(removed.filter((line) => !lines(text).includes(line))).toEqual([]);
      }),
    );
  });
});

describe('a patch', () => {
  it('shows the change, what is around it, and no secret', () => {
    const before =
      '[session.redis]\naddr = "h:1"\npassword = "hidden-1"\n[api]\nx = 1\nsecret-keys = [\n  "hidden-2",\n]\nurl = "http://u:hidden-3@h/"\n[agent]\nscaling-group = "a"\n';
    const lines = patchLines(before, edited(before, group).text);
    expect(lines).toEqual([
      '@@ line 7 @@',
      ' url = "http://***@h/"',
      ' [agent]',
      '-scaling-group = "a"',
      '+initial-resource-group-name = "a"',
    ]);
  });
});
