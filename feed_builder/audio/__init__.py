"""What opens audio: the facts of a recording, decided from its bytes.

`probe.probe` reads one file in this process; `child.probe_all` reads many in processes that can be
killed, and is what the rest of the program calls. mutagen is imported here and nowhere else.
"""
