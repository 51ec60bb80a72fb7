"""Being called instead of calling: updates that arrive over HTTP, and the pages for whoever watches."""
