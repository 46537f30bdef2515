/** A main process and a worker, as the components have. Files beside it say how they end. */
export const program = `
import os, signal, sys, time
is_there = os.path.exists
def end(number, _):
    print("ends by", signal.Signals(number).name, flush=True)
    time.sleep(2 if is_there("slow") else 0)
    print("ended well", flush=True)
    sys.exit(0)
open("program.toml").close()
if os.fork() == 0:
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, lambda *_: print("a worker was asked too", flush=True))
    main = os.getppid()
    while is_there("stubborn") or is_there("survive") or os.getppid() == main:
        time.sleep(0.02)
    os._exit(0)
for each in (signal.SIGINT, signal.SIGTERM):
    signal.signal(each, signal.SIG_IGN if is_there("stubborn") else end)
print("serving from", os.path.realpath(sys.prefix), flush=True)
while True:
    time.sleep(0.02)
`;

/** It asks for the opposite of what it should have: another signal, for all at once, with little time, and again. */
const unit = `[Service]
ExecStart=/srv/app/.venv/bin/python -m program
WorkingDirectory=/srv/app
Environment=COLOUR=green
User=bai
KillSignal=SIGTERM
KillMode=control-group
TimeoutStopSec=1
Restart=always
RestartSec=100ms
`;

export const units: Readonly<Record<string, string>> = {
  'app.service': unit,
  'app-restart.service': '[Service]\nType=oneshot\nExecStart=/bin/systemctl restart app.service\n',
  'app-restart.timer': '[Timer]\nOnActiveSec=1s\nOnUnitInactiveSec=1s\nAccuracySec=100ms\n',
  'near.service':
    '[Unit]\nRequires=app.service\nAfter=app.service\n[Service]\nExecStart=/bin/sleep infinity\n',
  'own.target': '[Unit]\nRequires=app.service\nWants=part.service apart.service\n',
  'part.service': '[Unit]\nPartOf=own.target\n[Service]\nExecStart=/bin/sleep infinity\n',
  'apart.service': '[Unit]\nPartOf=own.target\n[Service]\nExecStart=/bin/sleep infinity\n',
};

export const [one, two] = ['/srv/app/one', '/srv/app/two'] as const;
export const layOut = [
  'mkdir -p /srv/app/one/bin /srv/app/two/bin',
  'for e in one two; do ln -sf /usr/bin/python3 /srv/app/$e/bin/python; echo home = /usr/bin > /srv/app/$e/pyvenv.cfg; done',
  'touch /srv/app/program.toml',
  'chown -R bai /srv/app',
].join('\n');
