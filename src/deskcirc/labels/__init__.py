"""What goes on paper, reckoned in millimetres: label sheets, the sheet of command barcodes, the list for the trolley.

Every maker here gives `paper.Paper`: pages of words, bars, lines and boxes at their places. Who paints them, on a
printer or into a PDF, need know nothing else. Knows the domain only.
"""
