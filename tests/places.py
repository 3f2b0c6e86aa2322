"""Servers to publish to, started on 127.0.0.1; each says how a client reads there."""

from __future__ import annotations

import contextlib
import ipaddress
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

BASE = "https://podcast.example.org/"
SECRET = "s3cr3t-Passw0rd/+x"
Read = Callable[[str], bytes | None]


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def wait_for(port: int) -> None:
    """Until something listens on a port of this machine."""
    for _ in range(400):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise AssertionError(f"nothing listens on {port}")


@dataclass
class Place:
    """A target: its table in podcast.toml, the environment it needs, how a client reads there."""

    toml: str
    read: Read
    env: dict[str, str] = field(default_factory=dict)
    facts: Any = None
    client: Any = None


@contextlib.contextmanager
def a_folder(tmp: Path) -> Iterator[Place]:
    """A folder that nginx serves."""
    root, port = tmp / "www", free_port()
    root.mkdir()
    root.chmod(0o755)
    conf = tmp / "nginx.conf"
    conf.write_text(
        f"daemon off; pid {tmp}/nginx.pid; error_log {tmp}/error.log; user root;\n"
        "events { worker_connections 64; }\n"
        f"http {{ access_log off; client_body_temp_path {tmp}/b; proxy_temp_path {tmp}/p;\n"
        f"fastcgi_temp_path {tmp}/f; uwsgi_temp_path {tmp}/u; scgi_temp_path {tmp}/s;\n"
        f"server {{ listen 127.0.0.1:{port}; root {root}; }} }}\n"
    )
    nginx = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if nginx is None:
        assert not os.environ.get("CI"), "CI has nginx"
        pytest.skip("nginx is not installed")
    running = subprocess.Popen([nginx, "-p", str(tmp), "-c", str(conf), "-e", f"{tmp}/error.log"])
    try:
        wait_for(port)
        yield Place(f'url = "{root}"', over_http(f"http://127.0.0.1:{port}/"))
    finally:
        running.terminate()
        running.wait(10)


@contextlib.contextmanager
def an_s3(tmp: Path) -> Iterator[Place]:
    """A store that speaks S3."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    # What it keeps belongs to this process, and would be there from the test before.
    urllib.request.urlopen(f"{endpoint}/moto-api/reset", data=b"", timeout=10).close()
    env = {
        "AWS_ACCESS_KEY_ID": "AKIAEXAMPLEKEYID",
        "AWS_SECRET_ACCESS_KEY": SECRET,
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_EC2_METADATA_DISABLED": "true",
    }
    import botocore.session

    client = botocore.session.get_session().create_client(
        "s3",
        endpoint_url=endpoint,
        region_name="us-east-1",
        aws_access_key_id="AKIAEXAMPLEKEYID",
        aws_secret_access_key=SECRET,
    )
    client.create_bucket(Bucket="show")

    def read(path: str) -> bytes | None:
        try:
            body: bytes = client.get_object(Bucket="show", Key=f"site/{path}")["Body"].read()
        except client.exceptions.NoSuchKey:
            return None
        return body

    try:
        yield Place(
            f'url = "s3://show/site"\nendpoint_url = "{endpoint}"',
            read,
            env,
            lambda path: client.head_object(Bucket="show", Key=f"site/{path}"),
            client,
        )
    finally:
        client.close()
        server.stop()


@contextlib.contextmanager
def an_sftp(tmp: Path) -> Iterator[Place]:
    """An SFTP server over a folder."""
    root = tmp / "sftp"
    root.mkdir()
    port = free_port()
    script = tmp / "sftp_server.py"
    script.write_text(SFTP_SERVER)
    running = subprocess.Popen(
        [sys.executable, str(script), str(port), str(root), SECRET], stdout=subprocess.DEVNULL
    )
    try:
        wait_for(port)
        yield Place(
            f'url = "sftp://anne@127.0.0.1:{port}/"',
            over_files(root),
            {"FEED_BUILDER_LIVE_PASSWORD": SECRET},
            root,
        )
    finally:
        running.kill()
        running.wait(10)


SFTP_SERVER = """\
import os, socket, sys, threading
import paramiko
port, root, password = int(sys.argv[1]), sys.argv[2], sys.argv[3]
KEY = paramiko.RSAKey.generate(2048)
KEYS = root + ".keys"  # public keys that may log in, a line each
class Who(paramiko.ServerInterface):
    def check_auth_password(self, user, given):
        ok = user == "anne" and given == password
        return paramiko.AUTH_SUCCESSFUL if ok else paramiko.AUTH_FAILED
    def check_auth_publickey(self, user, key):
        known = open(KEYS).read().split() if os.path.exists(KEYS) else []
        return paramiko.AUTH_SUCCESSFUL if key.get_base64() in known else paramiko.AUTH_FAILED
    def check_channel_request(self, kind, chanid):
        return paramiko.OPEN_SUCCEEDED
    def get_allowed_auths(self, user):
        return "password,publickey"
class Handle(paramiko.SFTPHandle):
    pass
class Files(paramiko.SFTPServerInterface):
    def at(self, path):
        return os.path.join(root, self.canonicalize(path).lstrip("/"))
    def tried(self, what, *args):
        try:
            what(*args)
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno)
        return paramiko.SFTP_OK
    def list_folder(self, path):
        try:
            found = []
            for name in os.listdir(self.at(path)):
                status = os.lstat(os.path.join(self.at(path), name))
                told = paramiko.SFTPAttributes.from_stat(status)
                told.filename = name
                found.append(told)
            return found
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno)
    def stat(self, path):
        try:
            return paramiko.SFTPAttributes.from_stat(os.stat(self.at(path)))
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno)
    lstat = stat
    def open(self, path, flags, attr):
        try:
            number = os.open(self.at(path), flags, 0o644)
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno)
        mode = "r+b" if flags & os.O_RDWR else "wb" if flags & os.O_WRONLY else "rb"
        mode = "ab" if flags & os.O_APPEND else mode
        handle = Handle(flags)
        handle.readfile = handle.writefile = os.fdopen(number, mode)
        handle.filename = self.at(path)
        return handle
    def remove(self, path):
        return self.tried(os.remove, self.at(path))
    def rename(self, old, new):
        return self.tried(os.rename, self.at(old), self.at(new))
    def posix_rename(self, old, new):
        return self.tried(os.replace, self.at(old), self.at(new))
    def mkdir(self, path, attr):
        return self.tried(os.mkdir, self.at(path))
    def rmdir(self, path):
        return self.tried(os.rmdir, self.at(path))
listening = socket.socket()
listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listening.bind(("127.0.0.1", port))
listening.listen(50)
def serve(one):
    transport = paramiko.Transport(one)
    transport.add_server_key(KEY)
    transport.set_subsystem_handler("sftp", paramiko.SFTPServer, Files)
    try:
        transport.start_server(server=Who())
    except Exception:
        pass
while True:
    one, _ = listening.accept()
    threading.Thread(target=serve, args=(one,), daemon=True).start()
"""


@contextlib.contextmanager
def a_webdav(tmp: Path) -> Iterator[Place]:
    """wsgidav over a folder, with a password."""
    from cheroot import wsgi
    from cheroot.server import HTTPConnection
    from wsgidav.wsgidav_app import WsgiDAVApp

    class Connection(HTTPConnection):
        """Gives up what a client that was killed has not read."""

        def close(self) -> None:
            # cheroot leaves it to the garbage collector, which sends it to a closed socket
            # and, from Python 3.13 on, reports that this fails (cheroot's issue 734).
            with contextlib.suppress(ConnectionError):
                self.wfile.close()
            super().close()

    root = tmp / "dav"
    root.mkdir()
    app = WsgiDAVApp(
        {
            "provider_mapping": {"/": str(root)},
            "simple_dc": {"user_mapping": {"*": {"anne": {"password": SECRET}}}},
            "http_authenticator": {"accept_basic": True, "accept_digest": False},
            "verbose": 0,
            "logging": {"enable": False},
        }
    )
    server = wsgi.Server(("127.0.0.1", 0), app, numthreads=10)
    server.ConnectionClass = Connection
    server.prepare()
    thread = threading.Thread(target=server.serve, daemon=True)
    thread.start()
    try:
        yield Place(
            f'url = "webdav://anne@127.0.0.1:{server.bind_addr[1]}/"',
            over_files(root),
            {"FEED_BUILDER_LIVE_PASSWORD": SECRET},
        )
    finally:
        server.stop()
        thread.join(10)


@contextlib.contextmanager
def an_ftp(tmp: Path, *, secure: bool = False, port: int = 0) -> Iterator[Place]:
    """An FTP server over a folder; a `secure` one with a certificate that nobody has signed."""
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
        from pyftpdlib.authorizers import DummyAuthorizer
        from pyftpdlib.handlers import FTPHandler, TLS_FTPHandler
        from pyftpdlib.servers import ThreadedFTPServer

    root = tmp / "ftp"
    root.mkdir()
    users = DummyAuthorizer()
    users.add_user("anne", SECRET, str(root), perm="elradfmwMT")
    told: dict[str, Any] = {"authorizer": users}
    env = {"FEED_BUILDER_LIVE_PASSWORD": SECRET}
    if secure:
        certificate = a_certificate(tmp)
        told |= {
            "certfile": str(certificate),
            "tls_control_required": True,
            "tls_data_required": True,
        }
        env |= {"SSL_CERT_FILE": str(certificate)}
    handler = type("Handler", (TLS_FTPHandler if secure else FTPHandler,), told)
    server = ThreadedFTPServer(("127.0.0.1", port), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"handle_exit": False})
    thread.daemon = True
    thread.start()
    scheme = "ftps" if secure else "ftp"
    try:
        yield Place(
            f'url = "{scheme}://anne@127.0.0.1:{server.address[1]}/"', over_files(root), env, root
        )
    finally:
        server.close_all()
        thread.join(10)


def a_certificate(tmp: Path) -> Path:
    """A certificate of 127.0.0.1 with its key, signed by itself."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False
        )
        .sign(key, hashes.SHA256())
    )
    file = tmp / "certificate.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return file


@contextlib.contextmanager
def a_gcs(tmp: Path) -> Iterator[Place]:
    """A server that speaks Google Cloud Storage."""
    port = free_port()
    program = "gcp_storage_emulator"
    running = subprocess.Popen(
        [
            sys.executable,
            "-m",
            program,
            "start",
            "--host",
            "127.0.0.1",
            "--port",
            str(port),
            "--in-memory",
            "--default-bucket",
            "show",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(port)
        base = f"http://127.0.0.1:{port}/download/storage/v1/b/show/o/site%2F"
        plain = over_http(base)
        yield Place(
            'url = "gs://show/site"',
            lambda path: plain(path.replace("/", "%2F") + "?alt=media"),
            {"STORAGE_EMULATOR_HOST": f"http://127.0.0.1:{port}"},
            lambda path: json.loads(
                over_http(f"http://127.0.0.1:{port}/storage/v1/b/show/o/site%2F")(
                    path.replace("/", "%2F")
                )
                or b"null"
            ),
        )
    finally:
        running.terminate()
        running.wait(10)


@contextlib.contextmanager
def an_azure(tmp: Path) -> Iterator[Place]:
    """Azurite, Microsoft's own emulator of Blob Storage."""
    azurite = shutil.which("azurite-blob", path=f"{os.environ['PATH']}:{AZURITE}")
    if azurite is None:
        assert not os.environ.get("CI"), "CI has azurite"
        pytest.skip("azurite is not installed (npm install --global azurite)")
    port = free_port()
    running = subprocess.Popen(
        [
            azurite,
            "--silent",
            "--skipApiVersionCheck",
            "--blobHost",
            "127.0.0.1",
            "--blobPort",
            str(port),
            "--location",
            str(tmp / "azurite"),
        ],
        stdout=subprocess.DEVNULL,
    )
    connection = (
        f"DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey={AZURITE_KEY};"
        f"BlobEndpoint=http://127.0.0.1:{port}/devstoreaccount1;"
    )
    try:
        wait_for(port)
        from azure.storage.blob import BlobServiceClient

        client = BlobServiceClient.from_connection_string(connection)
        container = client.create_container("show")

        def read(path: str) -> bytes | None:
            blob = container.get_blob_client(f"site/{path}")
            return bytes(blob.download_blob().readall()) if blob.exists() else None

        yield Place(
            'url = "az://show/site"',
            read,
            {"AZURE_STORAGE_CONNECTION_STRING": connection},
            lambda path: (
                container.get_blob_client(f"site/{path}").get_blob_properties().content_settings
            ),
        )
        client.close()
    finally:
        running.terminate()
        running.wait(10)


AZURITE = "/usr/local/bin"
# The key of every emulator of Azure, which its makers publish.
AZURITE_KEY = (
    "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
)


@contextlib.contextmanager
def a_branch(tmp: Path) -> Iterator[Place]:
    """A bare repository."""
    root = tmp / "bare.git"
    subprocess.run(["git", "init", "--quiet", "--bare", str(root)], check=True)

    def read(path: str) -> bytes | None:
        done = subprocess.run(
            ["git", "-C", str(root), "show", f"pages:{path}"], capture_output=True, check=False
        )
        return done.stdout if done.returncode == 0 else None

    yield Place(f'url = "git+file://{root}"\nbranch = "pages"', read)


def over_http(base: str) -> Read:
    """How a client reads over HTTP."""

    def read(path: str) -> bytes | None:
        try:
            with urllib.request.urlopen(base + path, timeout=10) as answer:
                body: bytes = answer.read()
        except urllib.error.HTTPError:
            return None
        return body

    return read


def over_files(root: Path) -> Read:
    """How a web server reads that serves the folder."""

    def read(path: str) -> bytes | None:
        try:
            return (root / path).read_bytes()
        except FileNotFoundError:
            return None

    return read


PLACES = {
    "folder": a_folder,
    "s3": an_s3,
    "sftp": an_sftp,
    "webdav": a_webdav,
    "ftp": an_ftp,
    "git": a_branch,
}


EMULATED = {"gcs": a_gcs, "azure": an_azure}


def aim(project: Any, place: Place) -> None:
    """Write the target into podcast.toml."""
    text = project.read("podcast.toml").decode()
    project.write("podcast.toml", f"{text}\n[publish.live]\n{place.toml}\n")


def enclosures(feed: bytes) -> list[str]:
    """The paths of the recordings that a feed names."""
    found = re.findall(rb'<enclosure[^>]*url="([^"]+)"', feed)
    return [url.decode().removeprefix(BASE) for url in found]


def is_whole(feed: bytes) -> bool:
    """Whether a feed ends as feeds do."""
    return feed.rstrip().endswith((b"</rss>", b"</feed>"))


def start(project: Any, place: Place) -> subprocess.Popen[bytes]:
    """`publish` in a process that can be killed."""
    return subprocess.Popen(
        [sys.executable, "-m", "feed_builder", "publish", "live", "--yes", "--no-build"],
        cwd=project.path,
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(project.path.parent),
            "SOURCE_DATE_EPOCH": "1767225600",
            **place.env,
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
