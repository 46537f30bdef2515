import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { hasSshd, ownSshd } from '../../src/io/hosts/own-sshd.ts';

const isThere = await hasSshd();
const baiup = join(import.meta.dirname, '../../bin/baiup');

afterAll(() => {
  if (!isThere)
    process.stderr.write('left out: init by SSH, because this machine has no sshd (openssh-server)\n');
});

interface Ended {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

const run = (words: readonly string[], cwd: string): Promise<Ended> =>
  new Promise((resolve) => {
    const child = execFile(
      baiup,
      words,
      { cwd, env: { ...process.env, NO_COLOR: '1', BACKEND_SECRET_KEY: 'x' } },
      (_error, stdout, stderr) => resolve({ exit: child.exitCode ?? 1, stdout, stderr }),
    );
  });

/** What a systemd says of a host with one unit; the rest is real: sshd, links, scripts, files, a port. */
const systemctl = (folder: string) => `#! /bin/sh
case "$1" in
  list-unit-files) echo "odd-name.service enabled enabled" ;;
  list-units) echo "odd-name.service loaded active running Odd" ;;
  show) cat <<'END'
Id=odd-name.service
ActiveState=active
UnitFileState=enabled
MainPID=0
User=
WorkingDirectory=${folder}/manager
ExecStart={ path=${folder}/run.sh ; argv[]=${folder}/run.sh ; ignore_errors=no ; start_time=[n/a] ; stop_time=[n/a] ; pid=0 ; code=(null) ; status=0/0 }
Environment=A=b
END
  ;;
esac
`;

describe.skipIf(!isThere)('init, by SSH', () => {
  let folder = '';
  let sshd: Awaited<ReturnType<typeof ownSshd>>;
  const listener = createServer();
  let words: string[] = [];
  const at = (name: string): string => join(folder, name);
  const written = async (name: string, text: string, mode = 0o600): Promise<void> => {
    await mkdir(dirname(at(name)), { recursive: true });
    await writeFile(at(name), text);
    await chmod(at(name), mode);
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'baiup-init-'));
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
    const { port } = listener.address() as { port: number };
    await written('bin/systemctl', systemctl(folder), 0o755);
    await written(
      'run.sh',
      '#! /bin/bash\nsource .venv/bin/activate\nexec python -m ai.backend.manager.server\n',
      0o755,
    );
    const info = 'manager/.venv-24.03.10/lib/python3.12/site-packages/backend_ai_manager-24.3.10.dist-info';
    await written(`${info}/METADATA`, 'Metadata-Version: 2.1\nName: backend.ai-manager\nVersion: 24.3.10\n');
    await symlink('.venv-24.03.10', at('manager/.venv'));
    const addr = '{ host = "127.0.0.1", port = 9 }';
    await written(
      'manager/manager.toml',
      `[etcd]\nnamespace = "odd"\naddr = ${addr}\n[db]\naddr = ${addr}\nname = "backend"\nuser = "bai"\npassword = "very-secret"\n[manager]\nservice-addr = { host = "0.0.0.0", port = ${port} }\n`,
    );
    sshd = await ownSshd({ PATH: `${at('bin')}:/usr/bin:/bin` });
    words = ['init', '--host', `${sshd.destination}:${sshd.port}`, '--ssh-config', sshd.config];
  });
  afterAll(async () => {
    listener.close();
    await sshd?.end();
    await rm(folder, { recursive: true, force: true });
  });

  it('writes a file that the other commands take, without a secret, and finds nothing new the second time', async () => {
    const first = await run([...words, '--format', 'json'], folder);
    expect(first.stderr).not.toContain('very-secret');
    const said = JSON.parse(first.stdout) as { file: string; components: readonly object[] };
    expect(first.exit).toBe(0);
    expect(said.file).toBe(at('cluster.yaml'));
    expect(said.components).toContainEqual(
      expect.objectContaining({ id: 'm1', version: '24.03.10', environment: at('manager/.venv') }),
    );
    const text = await readFile(said.file, 'utf8');
    expect((await stat(said.file)).mode & 0o777).toBe(0o600);
    expect(`${text}${first.stdout}`).not.toContain('very-secret');
    const { components, database } = parse(text) as { components: readonly object[]; database: object };
    expect(components[0]).toMatchObject({
      service: { kind: 'systemd', unit: 'odd-name', environment: at('manager/.venv') },
      config: at('manager/manager.toml'),
      endpoint: { host: '127.0.0.1' },
    });
    expect(database).toMatchObject({
      password: { from: 'm1', file: at('manager/manager.toml'), key: 'db.password' },
    });

    await writeFile(said.file, `# ours\n${text.replace('name: backend', 'name: other # on purpose')}`);
    const before = await readFile(said.file, 'utf8');
    const again = await run(['init'], folder);
    expect(again).toMatchObject({
      exit: 0,
      stdout: expect.stringContaining('database.name is other in the file, and was found as backend'),
    });
    expect(await readFile(said.file, 'utf8')).toBe(before);
    // The secret is read on the host: it is the database that does not answer.
    const status = await run(['status'], folder);
    expect(`${status.stdout}${status.stderr}`).toMatch(/(PostgreSQL|etcd) at 127\.0\.0\.1:9/);
  });

  it('writes nothing on --dry-run, and nothing where no host is reached', async () => {
    const dry = await run([...words, '--dry-run', '-o', 'dry.yaml'], folder);
    expect(dry).toMatchObject({ exit: 0, stdout: expect.stringContaining('unit: odd-name') });
    const refused = await run(
      ['init', '--host', `${sshd.destination}:9`, '--ssh-config', sshd.config, '-o', 'dry.yaml'],
      folder,
    );
    expect(refused).toMatchObject({ exit: 1, stderr: expect.stringContaining('host.ssh-refused') });
    await expect(stat(at('dry.yaml'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
