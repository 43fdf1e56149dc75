"""Roads from an extract of OpenStreetMap (``.osm.pbf``), read by pyosmium into a compressed network."""
