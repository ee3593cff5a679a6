"""x"""
def suspected(text): return False
def found(blocks, path): return []
