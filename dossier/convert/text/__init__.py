"""Text formats: plain text, CSV, Markdown, HTML, and cards for links and recordings."""
