"""A job search kept as a folder of Markdown notes: what to do next, above all after a no."""

__version__ = "0.1.0"
