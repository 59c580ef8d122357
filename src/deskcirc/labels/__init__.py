"""Label sheets in millimetres: spine, barcode, card. Knows the domain only."""
