"""Chat templates of our own and what Jinja2 makes of them under transformers' settings."""
