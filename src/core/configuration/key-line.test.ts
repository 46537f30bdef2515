import { describe, expect, it } from 'vitest';
import { keyLine } from './key-line.ts';

const text = `# a comment with [brackets] and key = "value"
title = "x"
[logging] # the section
level = "INFO"
drivers = [
  "console", # with ] in a comment
  "file",
]
motd = """
[not-a-table]
level = 1
"""
[logging.logstash]
endpoint = { host = "localhost", port = 9300 }
[logging.pkg-ns]
"" = "WARNING"
"ai.backend" = 'INFO'
[[volumes]]
name = "a"
[session]
redis.addr = "127.0.0.1:6379"
`;

describe('the line of a key', () => {
  it.each([
    ['title', 2],
    ['logging', 3],
    ['logging.drivers', 5],
    ['logging.logstash.endpoint', 14],
    ['logging.logstash.endpoint.port', 14],
    ['logging.pkg-ns."ai.backend"', 17],
    ['volumes', 18],
    ['session.redis.addr', 21],
    ['session.redis.password', 21],
    ['logging.logstash.protocol', 13],
    ['webserver', undefined],
    ['not-a-table.level', undefined],
  ])('%s: %s', (key, line) => {
    expect(keyLine(text, key)).toBe(line);
  });

  it('is unknown in a text that is no TOML', () => {
    expect(keyLine('[x\n=', 'x')).toBeUndefined();
  });
});
