"""The report on a plan: one page that explains its costs, times and people."""
