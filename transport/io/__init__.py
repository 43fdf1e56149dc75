"""Files at the edges: tables in, plan and papers out."""
