"""Who pays what: a plan's cost shared out to the fen. Pure; from a case, its plan and its roads."""
