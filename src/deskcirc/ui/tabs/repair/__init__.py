"""The Repair tab: what is damaged, mended, lost and made good."""
