"""A real object store for the tests: Ceph's RADOS Gateway, found or installed on a Debian, on loopback.

    python tools/gateway.py          exit 0: it can be started, or its tests are going to be skipped (said loudly)

With CI=true a lack is a failure, exit 1. One monitor, one OSD in memory and one gateway run as this
user in a folder of their own; nothing outlives `stop`.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import uuid
from pathlib import Path

PROGRAMS = ("ceph-mon", "ceph-osd", "radosgw", "radosgw-admin", "ceph-authtool", "monmaptool", "ceph")
PACKAGES = ("ceph-mon", "ceph-osd", "radosgw", "ceph-common")
ACCESS, SECRET = "jianbao-tests", "only-on-loopback"
_CONF = """\
[global]
fsid = {fsid}
mon host = [v2:127.0.0.1:{monitor}/0]
public addr = 127.0.0.1
ms bind msgr1 = false
auth cluster required = cephx
auth service required = cephx
auth client required = cephx
auth allow insecure global id reclaim = true
run dir = {folder}/run
log file = {folder}/log/$name.log
mon cluster log file = {folder}/log/cluster.log
admin socket = {folder}/run/$name.asok
mon data = {folder}/mon
osd data = {folder}/osd
keyring = {folder}/keyring
osd objectstore = memstore
memstore device bytes = 2147483648
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 1
osd pool default pgp num = 1
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
mon allow pool size one = true
mon max pg per osd = 1000
mon data avail crit = 1
mon data avail warn = 2
paxos propose interval = 0.05
paxos min wait = 0.01
[client.rgw]
# Without tcp_nodelay every upload waits for a delayed acknowledgement (44 ms).
rgw frontends = beast endpoint=127.0.0.1:{port} tcp_nodelay=1
rgw dns name = s3.localhost
rgw dns s3website name = web.localhost
rgw enable static website = true
rgw enable apis = s3, s3website, admin
rgw thread pool size = 64
"""


def missing() -> list[str]:
    """Programs of Ceph's that are not there."""
    return [name for name in PROGRAMS if shutil.which(name) is None]


class Gateway:
    """A running object store; `url` is its endpoint, `website` its static-website endpoint's host suffix."""

    website = "web.localhost"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._running: list[subprocess.Popen[bytes]] = []

    def start(self) -> "Gateway":
        """Up when this returns; raises RuntimeError with the log when it does not come up."""
        for name in ("mon", "osd", "run", "log"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        monitor = _free_port()
        conf, keyring, monmap = self.folder / "ceph.conf", self.folder / "keyring", self.folder / "monmap"
        fsid = str(uuid.uuid4())
        conf.write_text(_CONF.format(fsid=fsid, monitor=monitor, folder=self.folder, port=self.port))
        caps = ["--cap", "mon", "allow *"]
        self._call("ceph-authtool", "--create-keyring", keyring, "--gen-key", "-n", "mon.", *caps)
        for name, more in (("client.admin", ("osd", "mgr")), ("osd.0", ("osd", "mgr")), ("client.rgw", ("osd", "mgr"))):
            extra = [word for kind in more for word in ("--cap", kind, "allow *")]
            self._call("ceph-authtool", keyring, "--gen-key", "-n", name, *caps, *extra)
        address = f"[v2:127.0.0.1:{monitor}/0]"
        self._call("monmaptool", "--create", "--fsid", fsid, "--addv", "a", address, monmap)
        self._call("ceph-mon", "-c", conf, "--mkfs", "-i", "a", "--keyring", keyring, "--monmap", monmap)
        self._run("ceph-mon", "-c", conf, "-i", "a", "-f")
        identity = str(uuid.uuid4())
        self._call("ceph", "-c", conf, "osd", "create", identity)
        self._call("ceph-osd", "-c", conf, "-i", "0", "--mkfs", "--osd-uuid", identity)
        self._run("ceph-osd", "-c", conf, "-i", "0", "-f")
        self._run("radosgw", "-c", conf, "-n", "client.rgw", "-f")
        self._wait()
        user = ["user", "create", "--uid", "tests", "--display-name", "tests"]
        keys = ["--access-key", ACCESS, "--secret-key", SECRET]
        self._call("radosgw-admin", "-c", conf, "-n", "client.rgw", *user, *keys)
        return self

    def stop(self) -> None:
        """Ends every process of it."""
        for process in reversed(self._running):
            process.send_signal(signal.SIGKILL)
            process.wait(10)

    def _call(self, *command: object) -> None:
        done = subprocess.run([str(word) for word in command], capture_output=True, timeout=120, check=False)
        if done.returncode:
            self.stop()
            raise RuntimeError(f"{command[0]}: {done.stderr.decode('utf-8', 'replace')[-2000:]}")

    def _run(self, *command: object) -> None:
        # Whoever started it may be killed before `stop`.
        guard = ["setpriv", "--pdeathsig", "KILL"] if shutil.which("setpriv") else []
        with open(self.folder / "log" / f"{command[0]}.out", "wb") as log:
            self._running.append(subprocess.Popen([*guard, *(str(w) for w in command)], stdout=log, stderr=log))

    def _wait(self) -> None:
        for _ in range(600):
            if any(process.poll() is not None for process in self._running):
                break
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        logs = "\n".join(path.read_text("utf-8", "replace")[-800:] for path in (self.folder / "log").iterdir())
        self.stop()
        raise RuntimeError(f"the gateway did not come up\n{logs}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def main() -> int:
    """Look, install what is missing, look again."""
    if missing():
        installer = Path(__file__).with_name("debian.sh")
        subprocess.run(["sh", str(installer), *PACKAGES], check=False)
    lacking = missing()
    if not lacking:
        print(f"object store: {shutil.which('radosgw')}")
        return 0
    print(f"**** object store: no {', '.join(lacking)}, and not to be installed from here. ****")
    print(f"**** On Debian, as root: apt-get install {' '.join(PACKAGES)} ****")
    if os.environ.get("CI") == "true":
        return 1
    print("**** Tests marked s3 will be skipped. ****")
    return 0


if __name__ == "__main__":
    sys.exit(main())
