"""Web servers on this machine, of which each test has its own."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Server:
    """Answers on 127.0.0.1 as `answer` does, until it is closed."""

    def __init__(self) -> None:
        server = self

        class Asked(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                server.answer(self)

            def log_message(self, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Asked)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def answer(self, asked: BaseHTTPRequestHandler) -> None:
        """What is said to a request."""
        raise NotImplementedError

    def close(self) -> None:
        """Answer nobody any more."""
        self.server.shutdown()
        self.server.server_close()


def send(
    asked: BaseHTTPRequestHandler, content: bytes, type: str, status: int = 200, **headers: str
) -> None:
    """One whole answer."""
    asked.send_response(status)
    asked.send_header("Content-Type", type)
    asked.send_header("Content-Length", str(len(content)))
    for name, value in headers.items():
        asked.send_header(name.replace("_", "-"), value)
    asked.end_headers()
    asked.wfile.write(content)
