"""The way in for a show that lives elsewhere: anybody's feed, read and made into episode files."""
