"""What-if scenarios: named overrides of a case, parsed, applied in order and recorded. Pure but for the final copy."""
