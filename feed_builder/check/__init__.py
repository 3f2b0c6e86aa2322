"""Checking: rules that a show must keep before it is published. Pure."""
