"""Reading: podcast.toml, episode files and recordings become a `Show` and its `Asset`s."""
