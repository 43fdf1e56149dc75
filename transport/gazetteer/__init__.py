"""What China's places are called and where its counties lie: names, addresses, county outlines, map datums."""
