"""Feed Builder publishes a podcast from a folder of articles and recordings."""

__version__ = "0.1.0.dev0"
