"""How a sentence is built and marked: 的地得, measure words, collocations, stops, blanks."""
