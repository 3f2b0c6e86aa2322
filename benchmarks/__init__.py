"""What a build costs, measured beside its peers: `python -m benchmarks`, see README.md."""
