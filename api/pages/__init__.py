"""The public pages: plain HTML that works without JavaScript."""
