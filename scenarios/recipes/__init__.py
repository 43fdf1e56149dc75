"""How each shipped case is made: a module a case."""
