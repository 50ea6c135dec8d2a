"""The doors: HTTP API, public pages and the command line."""
