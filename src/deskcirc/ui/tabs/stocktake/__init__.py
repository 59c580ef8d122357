"""The Stocktake tab: counts of the shelves, scanned while lending goes on, decided, signed and reversible."""
