"""What the pictures and the self-test show: an invented firm and one scene for every page. Never loaded by the window."""
