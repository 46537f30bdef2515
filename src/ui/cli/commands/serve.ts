import { buildCommand } from '@stricli/core';
import { type CliContext, commonFlags } from '../context.ts';
import type { ServeFlags } from '../run/serve.ts';
import { runner } from '../runner.ts';

const text = (placeholder: string, brief: string) =>
  ({ kind: 'parsed', parse: String, optional: true, placeholder, brief }) as const;

/** @throws Error in words of its own */
function parsePort(typed: string): number {
  const port = Number(typed);
  if (/^\d{1,5}$/.test(typed) && port < 65_536) return port;
  throw new Error(`${typed} is not a port`);
}

export const serveCommand = buildCommand<ServeFlags, [string?], CliContext>({
  loader: async () => runner((await import('../run/serve.ts')).serve),
  parameters: {
    flags: {
      ...commonFlags,
      port: {
        kind: 'parsed',
        parse: parsePort,
        default: '4434',
        placeholder: 'N',
        brief: 'Where it listens; 0 takes any free port',
      },
      listen: {
        kind: 'parsed',
        parse: String,
        default: '127.0.0.1',
        placeholder: 'ADDRESS',
        brief: 'Another address than this machine alone; needs --users, and --tls-cert or --proxy',
      },
      name: {
        kind: 'parsed',
        parse: String,
        variadic: ',',
        default: [] as readonly string[],
        placeholder: 'HOST',
        brief: 'What browsers call this server (may be repeated); any other name is refused',
      },
      tlsCert: text('FILE', 'Certificate with its chain, PEM'),
      tlsKey: text('FILE', 'Its key, PEM'),
      proxy: {
        kind: 'parsed',
        parse: String,
        variadic: ',',
        default: [] as readonly string[],
        placeholder: 'ADDRESS',
        brief: 'A proxy that speaks TLS for it and says x-forwarded-proto: https; nobody else is answered',
      },
      users: text('FILE', 'Named users with their roles, as `baiup users add` writes them'),
      metricsToken: text('FILE', 'What /metrics is to be asked with, as a bearer token'),
      run: text('RUN', 'Show this run first'),
    },
    positional: {
      kind: 'tuple',
      parameters: [
        {
          parse: String,
          brief: 'A plan to be read, and carried out, there',
          placeholder: 'plan.json',
          optional: true,
        },
      ],
    },
  },
  docs: {
    brief: 'The dashboard: cluster, plan, findings, live runs and history in a browser',
    fullDescription:
      'Prints an address that lets one browser of this machine in, once, and another one for the next browser. The server drives nothing itself: what is begun on the page is carried out by processes of their own, which go on when it ends. Runs of other terminals are shown and can be steered.',
  },
});
