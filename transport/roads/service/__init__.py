"""Roads by a routing service: asked in blocks, answers kept on disk."""
