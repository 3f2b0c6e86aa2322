"""`feed-builder serve`: the built show on this machine, as a web host and an app would see it.

Files come as they are, but for the show's web address: where they name that, they are given this
server's, so that pages, feeds and apps stay here. `public/` itself is what will be published.
"""
