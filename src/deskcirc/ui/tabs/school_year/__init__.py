"""What the school has planned: who borrows what, when the library is open, whose turn it is, what will be refused."""
