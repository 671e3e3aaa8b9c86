"""Every SELECT. Each function takes the session and the scope, and the viewer where it matters."""
