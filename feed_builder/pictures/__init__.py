"""Pictures made of the covers: small forms for pages, icons, previews, and the main colours.

Drawing takes milliseconds where rendering a page takes microseconds, so what was drawn is kept in
`.feed-builder/` under a name that says what is on it.
"""
