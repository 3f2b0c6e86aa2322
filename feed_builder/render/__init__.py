"""Rendering: a `Show` becomes `RenderedFile`s. Pure: no file, no socket, no clock."""
