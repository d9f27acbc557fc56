"""Archives and mails: unpacking under limits, and one PDF of all members."""
