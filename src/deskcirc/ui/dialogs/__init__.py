"""Windows over the window; scans go on through them."""
