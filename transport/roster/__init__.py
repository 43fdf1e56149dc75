"""Rosters as bureaus send them: read, cleaned, checked, given back marked, merged into a case."""
