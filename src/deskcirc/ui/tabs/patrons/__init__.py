"""Who may read here: the list, one patron with everything that is theirs, and what is out in a class."""
