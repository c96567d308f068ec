"""Server-rendered screens, one desk per kind of person."""
