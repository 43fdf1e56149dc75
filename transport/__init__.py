"""Fangang: plans door-to-factory return-to-work trips over coaches, trains and flights."""
