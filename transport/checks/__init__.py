"""The concerns of the independent checker, one module each; see :mod:`transport.check`."""
