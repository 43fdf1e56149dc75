"""What the shipped cases are made with: real places, invented people, offers at prices of a plausible order."""
