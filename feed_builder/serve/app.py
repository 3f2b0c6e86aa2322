"""The application that answers: files, a page for errors, and the word that something changed."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from html import escape
from importlib.resources import files
from urllib.parse import quote, urlsplit

import anyio
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from feed_builder.serve.answers import SHARED, Found, answer, is_folder, look_up
from feed_builder.serve.building import Workshop
from feed_builder.serve.types import is_shared, is_text, type_of

OURS = "/.feed-builder/"
_METHODS = ["GET", "HEAD"]
_MISSING = "404.html"
_HEAD_END, _BODY = b"</head>", b'<a class="skip"'


def application(workshop: Workshop, hosts: frozenset[str], *, watch: bool) -> Starlette:
    """The preview of what `workshop` builds, for clients that call it by one of `hosts`."""
    preview = _Preview(workshop, hosts, watch)
    return Starlette(
        routes=[
            Route(f"{OURS}events", preview.events),
            Route(f"{OURS}{{name}}", preview.own, methods=_METHODS),
            Route("/{path:path}", preview.file, methods=[*_METHODS, "OPTIONS"]),
        ],
        lifespan=preview.lifespan,
    )


class _Preview:
    def __init__(self, workshop: Workshop, hosts: frozenset[str], watch: bool) -> None:
        self.workshop = workshop
        self.hosts = hosts
        self.watch = watch

    @asynccontextmanager
    async def lifespan(self, _: Starlette) -> AsyncIterator[None]:
        """Watch the sources as long as the server runs."""
        async with anyio.create_task_group() as tasks:
            if self.watch:
                tasks.start_soon(self.workshop.watch)
            yield
            tasks.cancel_scope.cancel()

    async def file(self, request: Request) -> Response:
        """A file of the show."""
        refused = self._refused(request)
        if refused:
            return refused
        path = request.scope["path"]
        if request.method == "OPTIONS":
            return _options(path)
        found = await anyio.to_thread.run_sync(self._found, request, path)
        if found:
            return answer(found, request.method, request.headers)
        if await anyio.to_thread.run_sync(is_folder, self.workshop.output, path):
            return RedirectResponse(quote(f"{path}/"), 307)
        missing = await anyio.to_thread.run_sync(self._found, request, f"/{_MISSING}")
        if missing:
            return answer(missing, request.method, request.headers, 404)
        if not (self.workshop.output / "index.html").exists():
            return Response(self._errors_alone(), 503, media_type="text/html; charset=utf-8")
        return PlainTextResponse("There is no such page.\n", 404)

    async def own(self, request: Request) -> Response:
        """The script and the style of what the preview adds to pages."""
        name = request.path_params["name"]
        if self._refused(request) or not self.watch or name not in ("reload.js", "reload.css"):
            return PlainTextResponse("There is no such page.\n", 404)
        content = files("feed_builder.serve").joinpath("static", name).read_bytes()
        headers = {"Content-Type": type_of(name), "Cache-Control": "no-cache"}
        return Response(content, headers=headers)

    async def events(self, request: Request) -> Response:
        """A word to the open page whenever the show was built anew (server-sent events)."""
        refused = self._refused(request)
        if refused or not self.watch:
            return refused or PlainTextResponse("There is no such page.\n", 404)

        async def told() -> AsyncIterator[str]:
            async for state in self.workshop.states():
                said = json.dumps({"number": state.number, "errors": state.errors})
                yield f"data: {said}\n\n"

        headers = {"Cache-Control": "no-store"}
        return StreamingResponse(told(), media_type="text/event-stream", headers=headers)

    def _refused(self, request: Request) -> Response | None:
        """A page elsewhere that gave its own name our address is told nothing (DNS rebinding)."""
        host = request.headers.get("host", "")
        name = host.rpartition(":")[0] if ":" in host and not host.endswith("]") else host
        if name in self.hosts:
            return None
        return PlainTextResponse("This server is not called so.\n", 421)

    def _found(self, request: Request, path: str) -> Found | None:
        found = look_up(self.workshop.output, path)
        if found is None or not is_text(found.path):
            return found
        content = self._here(found.place.read_bytes(), request)
        if found.path == _MISSING:
            content = self._from_root(content)
        if self.watch and found.path.endswith(".html"):
            content = self._alive(content)
        return replace(found, content=content)

    def _here(self, content: bytes, request: Request) -> bytes:
        """`content` with this server's address where a show's stands."""
        here = f"http://{request.headers['host']}/"
        # Of two addresses one may begin with the other.
        for link, place in sorted(self.workshop.links.items(), reverse=True):
            for form in (str, lambda url: quote(url, safe="")):
                content = content.replace(form(link).encode(), form(here + place).encode())
        return content

    def _from_root(self, content: bytes) -> bytes:
        """The page for what is not there: it links from the root, where its host has the show."""
        for link in self.workshop.links:
            content = content.replace(f'="{urlsplit(link).path}'.encode(), b'="/')
        return content

    def _alive(self, page: bytes) -> bytes:
        """A page that shows what is wrong, and comes anew when something has changed."""
        head = (
            f'<link rel="stylesheet" href="{OURS}reload.css">'
            f'<script type="module" src="{OURS}reload.js"></script>\n'
        )
        page = page.replace(_HEAD_END, head.encode() + _HEAD_END, 1)
        errors = self.workshop.state.errors
        return page.replace(_BODY, _shown(errors).encode() + _BODY, 1) if errors else page

    def _errors_alone(self) -> str:
        shown = _shown(self.workshop.state.errors or ("nothing is built yet",))
        page = (
            '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Feed Builder</title>'
            f'</head><body>{shown}<a class="skip"></a></body></html>'
        )
        return self._alive(page.encode()).decode() if self.watch else page


def _shown(errors: tuple[str, ...]) -> str:
    listed = "".join(f"<li>{escape(error)}</li>" for error in errors)
    return f'<div id="build-errors" role="alert"><ul>{listed}</ul></div>\n'


def _options(path: str) -> Response:
    headers = {"Allow": "GET, HEAD, OPTIONS"}
    if is_shared(path.removeprefix("/")):
        headers |= SHARED | {
            "Access-Control-Allow-Methods": "GET, HEAD",
            "Access-Control-Allow-Headers": "Range, If-None-Match, If-Modified-Since",
        }
    return Response(status_code=204, headers=headers)
