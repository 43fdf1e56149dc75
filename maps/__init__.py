"""Drawing only: plans as GeoJSON layers and as self-contained folium maps."""
