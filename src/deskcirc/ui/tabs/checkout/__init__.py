"""Checkout: the patron's card, then their books."""
