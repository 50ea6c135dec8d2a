"""The commands of `steunwijzer`, one module each."""
