"""What the school and this counter have set, and who may stand at it."""
