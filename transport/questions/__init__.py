"""Questions that planners ask, each answered by planning the case again and again, or by playing the plan through."""
