"""Images and photos: formats, pages, sheets of several photos."""
