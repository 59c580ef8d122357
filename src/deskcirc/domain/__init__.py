"""The library's rules: plain Python values and decisions.

Here belongs what a librarian could argue about: what a scan means, why a loan is refused, how books are ordered.
No clock (time is handed in), no file, no Qt, no SQL. Facts go in frozen, decisions come out frozen with all their
reasons. A new reason to refuse a loan is one function in `checkout`; a number is data in a circulation rule.
"""
