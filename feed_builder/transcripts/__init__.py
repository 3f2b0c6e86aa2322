"""Transcripts: any form in, one list of cues, every form that feeds and pages want out.

`reading.parse` turns a file into cues and faults with line numbers, `speakers.attributed` says who
speaks, `writing.WRITERS` makes the published forms. Nothing here opens a file.
"""
