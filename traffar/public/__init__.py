"""What the district shows to everybody: the open pages, the picture that goes with a shared link, the poster."""
