"""The books that inspectors ask for: the ledgers of the stock, what was withdrawn from it, and its export."""
