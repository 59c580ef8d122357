"""What staff do: one function a command, one transaction each.

Facts are read, the domain decides, rows and one journal entry are written; every act has its inverse in `undo`.
"""
