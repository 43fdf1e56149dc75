"""Road providers: places in, a TravelMatrix out."""
