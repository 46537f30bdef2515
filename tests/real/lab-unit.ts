import type { Plan, PlannedStep } from '../../src/core/plan/plan.ts';
import { identified } from '../../src/core/plan/plan-id.ts';

export const [before, after] = ['24.03.11', '24.09.4'] as const;
export const port = 8090;
const environment = (version: string): string => `/srv/app/app-${version}`;

/** A webserver as far as a run sees it, with a worker. Files beside it say how it behaves; it notes each start. */
export const program = `
import http.server, json, os, signal, sys, threading, time
is_there = os.path.exists
version = os.path.realpath(sys.prefix).rsplit("-", 1)[-1]
with open("starts", "a") as starts:
    print(version, file=starts)
print("serves", version, flush=True)
if os.fork() == 0:
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, signal.SIG_IGN)
    main = os.getppid()
    while is_there("worker-survives") or os.getppid() == main:
        time.sleep(0.02)
    os._exit(0)
signal.signal(signal.SIGINT, signal.SIG_IGN if is_there("never-ends") else lambda *_: os._exit(0))
class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps({"version": version}).encode())
    def log_message(self, *_):
        pass
if is_there("dies") and version == "${after}":
    threading.Timer(5, lambda: os._exit(3)).start()
http.server.ThreadingHTTPServer(("0.0.0.0", ${port}), Answer).serve_forever()
`;

export const units: Readonly<Record<string, string>> = {
  'app.service': `[Service]
ExecStart=/srv/app/.venv/bin/python -m program
WorkingDirectory=/srv/app
User=bai
KillMode=process
TimeoutStopSec=5
[Install]
WantedBy=multi-user.target
`,
  'app-restart.service': '[Service]\nType=oneshot\nExecStart=/bin/systemctl restart app.service\n',
  'app-restart.timer': '[Timer]\nOnActiveSec=2s\nAccuracySec=100ms\n[Install]\nWantedBy=timers.target\n',
};

export const layOut = `
mkdir -p /srv/app/app-${before}/bin /srv/app/app-${after}/bin
for e in ${before} ${after}; do
  ln -sf /usr/bin/python3 /srv/app/app-$e/bin/python; echo home = /usr/bin > /srv/app/app-$e/pyvenv.cfg
done
ln -sfn app-${before} /srv/app/.venv
chown -R bai /srv/app; systemctl daemon-reload; systemctl enable --now app.service`;

/** Puts a host back to its beginning. */
export const begin = `
mountpoint -q /etc/systemd/system && umount /etc/systemd/system
systemctl stop app-restart.timer; systemctl kill -s KILL app.service; systemctl stop app.service; systemctl reset-failed
rm -rf /run/systemd/system/app.service.d /etc/systemd/system/app.service.d
cd /srv/app; rm -f dies worker-survives never-ends starts
ln -sfn app-${before} .venv; echo 'bai ALL=(ALL) NOPASSWD: ALL' > /etc/sudoers.d/bai
systemctl daemon-reload; systemctl start app.service`;

/** The plan with the members of both hosts around it. The first one is switched at once, the second one at the end. */
export function withMembers(plan: Plan): Plan {
  const steps = ['1', '2'].flatMap((number): PlannedStep[] => {
    const [member, hosts] = [`w${number}`, [`h${number}`]];
    const service = { member, component: 'webserver', signal: 'SIGINT', stopTimeoutMs: 5000 };
    const params = (version: string) => ({ ...service, startTimeoutMs: 15_000, version });
    const step = (id: string, kind: string, own: Record<string, unknown>, needs: readonly string[]) => ({
      ...{ id: `1.${id}-${member}`, kind, title: `${id}-${member}`, params: own, hosts, estimate: 1 },
      needs: needs.map((need) => `1.${need}`),
    });
    const switched = { member, component: 'webserver', from: environment(before), to: environment(after) };
    return [
      step('stop', 'service.stop', params(before), ['warm']),
      step('switch', 'service.switch', switched, [`stop-${member}`, ...(number === '1' ? [] : ['migrate'])]),
      step('start', 'service.start', params(after), ['migrate', `switch-${member}`]),
      step('prove', 'component.prove', { member, component: 'webserver', version: after }, [
        `start-${member}`,
        'census',
      ]),
    ];
  });
  const [hop] = plan.hops;
  const [phase] = hop?.phases ?? [];
  if (!hop || !phase) throw new Error('the plan has no hop');
  const needs = ['1.database', '1.etcd'];
  const stopped = ['1.stop-w1', '1.stop-w2'];
  const own = phase.steps.map((each) => {
    if (needs.includes(each.id)) return { ...each, needs: [...each.needs, ...stopped] };
    // In the middle of the migration the first one is switched already.
    return each.id === '1.migrate' ? { ...each, needs: [...each.needs, '1.switch-w1'] } : each;
  });
  return identified({ ...plan, hops: [{ ...hop, phases: [{ ...phase, steps: [...own, ...steps] }] }] });
}
