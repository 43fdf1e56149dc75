"""Lists for everyone who is not on board: villages, employers, hubs, carriers, bureaus. Rows first, then pages."""
