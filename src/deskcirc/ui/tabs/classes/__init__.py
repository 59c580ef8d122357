"""The classes of the school: who is in them, what they hold, their corners, the new school year, the leavers."""
