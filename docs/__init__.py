"""The documentation: pages in Markdown, and the build that proves them."""
