"""What was done here, by whom, and taking it back."""
