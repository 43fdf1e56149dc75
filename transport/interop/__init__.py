"""The plan for other programs: GeoJSON, GPX, KML, GTFS, calendars. No personal data in any."""
