"""The embedded layout of .docx files, without an office program."""
