"""Plans side by side: figures, differences, people whose trip changes; as data, page and workbook."""
