"""Acts that cross apps, one file each."""
