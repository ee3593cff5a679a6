"""Real servers for the tests of publishing, each on loopback, as this user, in a folder of its own.

    python tools/servers.py          exit 0: all can be started, or their tests are going to be skipped (said loudly)

A second object store (SeaweedFS, from PyPI with the extra dev), an SSH server (OpenSSH, from Debian), a WebDAV server
(wsgidav, from PyPI), a web server (nginx, from Debian). With CI=true a lack is a failure, exit 1.
"""

import importlib.util
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

ACCESS, SECRET = "jianbao-tests", "only-on-loopback"
USER, PASSWORD = "editor", "only-on-loopback"
PACKAGES = {"sshd": "openssh-server", "nginx": "nginx-light"}


def weed() -> str | None:
    """SeaweedFS's program, beside this Python."""
    found = Path(sys.executable).parent / "weed"
    return str(found) if found.exists() else shutil.which("weed")


def sshd() -> str | None:
    """OpenSSH's server, by its whole path: it starts itself again."""
    return shutil.which("sshd") or next((p for p in ("/usr/sbin/sshd",) if os.access(p, os.X_OK)), None)


def nginx() -> str | None:
    """nginx, which stands outside of PATH for ordinary users."""
    return shutil.which("nginx") or next((p for p in ("/usr/sbin/nginx",) if os.access(p, os.X_OK)), None)


def missing() -> list[str]:
    """Servers that cannot be started here."""
    there = {
        "weed": weed(),
        "sshd": sshd(),
        "wsgidav": importlib.util.find_spec("wsgidav") and importlib.util.find_spec("cheroot"),
        "nginx": nginx(),
    }
    return [name for name, found in there.items() if not found]


class Server:
    """A process that listens on ``port`` when `start` returns."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    def command(self) -> list[str]:
        """The program with its options; writes what it needs to be written."""
        raise NotImplementedError

    def start(self) -> None:
        """Raises RuntimeError with the log when it does not come up."""
        self.folder.mkdir(parents=True, exist_ok=True)
        guard = ["setpriv", "--pdeathsig", "KILL"] if shutil.which("setpriv") else []
        log = self.folder / "server.log"
        with open(log, "wb") as told:
            self._process = subprocess.Popen([*guard, *self.command()], stdout=told, stderr=told)
        for _ in range(300):
            if self._process.poll() is not None:
                break
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        self.stop()
        raise RuntimeError(log.read_text("utf-8", "replace")[-2000:])

    def stop(self) -> None:
        """Ends it."""
        if self._process:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait(10)


class Seaweed(Server):
    """SeaweedFS with its S3 door."""

    def command(self) -> list[str]:
        rights = [{"credentials": [{"accessKey": ACCESS, "secretKey": SECRET}], "name": "tests", "actions": ["Admin"]}]
        keys = self.folder / "keys.json"
        keys.write_text(json.dumps({"identities": rights}))
        (self.folder / "data").mkdir(exist_ok=True)
        ports = {name: str(free_port(below=45000)) for name in ("master", "volume", "filer")}
        return [
            weed() or "weed", "server", f"-dir={self.folder / 'data'}", "-ip=127.0.0.1", "-s3",
            f"-s3.port={self.port}", f"-s3.config={keys}", "-volume.max=5000", "-master.volumeSizeLimitMB=64",
            *(f"-{name}.port={port}" for name, port in ports.items()), "-s3.port.grpc=" + str(free_port()),
            # Their ports are the same for every server of a machine.
            "-s3.port.iceberg=0", "-s3.port.lance=0",
            *(f"-{name}.port.grpc={free_port()}" for name in ports),
        ]  # fmt: skip

    @property
    def url(self) -> str:
        """Its endpoint."""
        return f"http://127.0.0.1:{self.port}"


class Ssh(Server):
    """OpenSSH's server with SFTP, for the user who runs the tests, by a key made for them."""

    def command(self) -> list[str]:
        for name in ("host", "user"):
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", self.folder / name], check=True)
        shutil.copy(self.folder / "user.pub", self.folder / "authorized")
        if os.getuid() == 0:
            Path("/run/sshd").mkdir(exist_ok=True)  # where OpenSSH separates its privileges
        lines = [
            f"Port {self.port}", "ListenAddress 127.0.0.1", f"HostKey {self.folder / 'host'}",
            f"AuthorizedKeysFile {self.folder / 'authorized'}", "PasswordAuthentication no", "StrictModes no",
            "UsePAM no", "PermitRootLogin yes", f"PidFile {self.folder / 'pid'}", "Subsystem sftp internal-sftp",
            "MaxSessions 64", "MaxStartups 64",
        ]  # fmt: skip
        (self.folder / "config").write_text("\n".join(lines) + "\n")
        return [sshd() or "sshd", "-D", "-e", "-f", str(self.folder / "config")]

    @property
    def fingerprint(self) -> str:
        """Of its key, as ``host_key`` wants it."""
        words = ["ssh-keygen", "-lf", str(self.folder / "host.pub")]
        return subprocess.run(words, capture_output=True, text=True, check=True).stdout.split()[1]


class Webdav(Server):
    """wsgidav over a folder, one account."""

    def command(self) -> list[str]:
        (self.folder / "files").mkdir(exist_ok=True)
        settings = {
            "host": "127.0.0.1",
            "port": self.port,
            "provider_mapping": {"/": str(self.folder / "files")},
            "simple_dc": {"user_mapping": {"*": {USER: {"password": PASSWORD}}}},
            "http_authenticator": {"accept_basic": True, "accept_digest": False, "default_to_digest": False},
            "logging": {"enable": False},
            "dir_browser": {"enable": False},
        }
        (self.folder / "settings.json").write_text(json.dumps(settings))
        return [sys.executable, "-m", "wsgidav.server.server_cli", "-c", str(self.folder / "settings.json"), "-q"]

    @property
    def url(self) -> str:
        """The address of its root."""
        return f"http://127.0.0.1:{self.port}/"


class Nginx(Server):
    """nginx over a folder; ``inside`` is configuration of its http, ``server`` of its server block."""

    def __init__(self, folder: Path, root: Path, inside: str = "", server: str = "") -> None:
        super().__init__(folder)
        self._root, self._inside, self._server = root, inside, server

    def command(self) -> list[str]:
        places = "\n".join(
            f"{kind}_temp_path {self.folder / kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        config = self.folder / "nginx.conf"
        config.write_text(
            f"daemon off; master_process off; pid {self.folder / 'pid'}; error_log stderr;\n"
            f"events {{}}\nhttp {{ access_log off; {places}\n include /etc/nginx/mime.types;\n{self._inside}\n"
            f"server {{ listen 127.0.0.1:{self.port}; root {self._root};\n{self._server}\n}} }}\n"
        )
        return [nginx() or "nginx", "-p", str(self.folder), "-c", str(config)]


def free_port(below: int = 0) -> int:
    """A port that nobody listens on; ``below`` for those who add ten thousand to it."""
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port: int = probe.getsockname()[1]
        if not below or port < below:
            return port


def main() -> int:
    """Look, install what is missing, look again."""
    lacking = [PACKAGES[name] for name in missing() if name in PACKAGES]
    if lacking:
        subprocess.run(["sh", str(Path(__file__).with_name("debian.sh")), *lacking], check=False)
    if not (still := missing()):
        print("servers for publishing: weed, sshd, wsgidav, nginx")
        return 0
    print(f"**** servers for publishing: no {', '.join(still)}, and not to be installed from here. ****")
    if os.environ.get("CI") == "true":
        return 1
    print("**** Their tests will be skipped. ****")
    return 0


if __name__ == "__main__":
    sys.exit(main())
