"""One vehicle, one plan: everything that goes on board, a module a part."""
