"""What goes on paper: manifests, timetables and lists, made from a case and its plan alone."""
