"""Pictures and drawings: their sizes, smaller copies, and what cameras and programs wrote into them."""
