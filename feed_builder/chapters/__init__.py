"""Chapters as people and programs write them down: every form in, one list, one JSON file out.

`files.read_chapters` reads what lies beside an episode, `lines.chapters_in` what its notes say,
`podcasting.write` makes the file that `podcast:chapters` names. What is inside a recording is read
in `audio`.
"""
