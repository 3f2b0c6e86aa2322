"""Tags in the published copy of a recording: one table of fields, one writer for each container.

This is where mutagen is imported, in a process of its own (`child.tag_all`).
"""
