"""FTP: certificates that are looked at, and files that go up in one piece and go on."""

from __future__ import annotations

import contextlib
import ftplib
import socket
import ssl
from collections.abc import Callable
from typing import Any

from fsspec.implementations.ftp import FTPFileSystem

from feed_builder.publish.files import PublicFile

IMPLICIT = 990
"""The port on which all is encrypted from the first byte on."""
_BLOCK = 1 << 18


class _SecureFTP(ftplib.FTP_TLS):
    """FTP over TLS (RFC 4217).

    The line for data takes up the session of the one for commands, which most servers ask for.
    """

    def connect(self, host: str = "", port: int = 0, *args: Any, **kwargs: Any) -> str:
        """Connect; on port 990 encrypted at once."""
        if port != IMPLICIT:
            return super().connect(host, port, *args, **kwargs)
        self.host, self.port = host, port
        plain = socket.create_connection((host, port), self.timeout)
        self.af = plain.family
        self.sock = self.context.wrap_socket(plain, server_hostname=host)
        self.file = self.sock.makefile("r", encoding=self.encoding)
        self.welcome = self.getresp()
        return self.welcome

    def ntransfercmd(self, cmd: str, rest: Any = None) -> Any:
        """Begin to transfer data."""
        line, size = ftplib.FTP.ntransfercmd(self, cmd, rest)
        session = getattr(self.sock, "session", None)
        return self.context.wrap_socket(line, server_hostname=self.host, session=session), size


class SecureFTPFileSystem(FTPFileSystem):  # type: ignore[misc]
    """fsspec's file system over TLS; its own takes any certificate, so that anybody may listen."""

    def _connect(self) -> None:
        context = ssl.create_default_context()
        self.ftp = _SecureFTP(context=context, timeout=self.timeout, encoding=self.encoding)
        self.ftp.connect(self.host, self.port)
        self.ftp.login(*self.cred)


def put_part(filesystem: Any, part: str, file: PublicFile, sent: Callable[[int], None]) -> None:
    """Send a file as `part`, from where an earlier run has stopped (RFC 3659, REST).

    fsspec would open a line for every 64 kB. A server that can't go on begins again.
    """
    ftp: ftplib.FTP = filesystem.ftp
    have = _length(ftp, part)
    if not 0 < have <= file.length:
        have = 0
    try:
        _send(ftp, part, file, have, sent)
    except ftplib.error_perm:
        if not have:
            raise
        _send(ftp, part, file, 0, sent)
    filesystem.invalidate_cache(part.rpartition("/")[0] or "/")
    there = _length(ftp, part)
    if there not in (file.length, -1):
        ftp.delete(part)
        raise OSError(f"{file.path}: {there} bytes arrived, not {file.length}")


def _send(
    ftp: ftplib.FTP, part: str, file: PublicFile, have: int, sent: Callable[[int], None]
) -> None:
    with file.source.open("rb") as source:
        source.seek(have)
        ftp.storbinary(
            f"STOR {part}",
            source,
            _BLOCK,
            callback=lambda _: sent(source.tell()),
            rest=have or None,
        )


def _length(ftp: ftplib.FTP, path: str) -> int:
    """How many bytes a file has there; -1 where there is none, or nobody says."""
    with contextlib.suppress(ftplib.error_perm):
        ftp.voidcmd("TYPE I")
        return ftp.size(path) or 0
    return -1
