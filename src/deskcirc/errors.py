"""Failures that are nobody's bug: each says what happened and what to do next, in the reader's language."""


class DeskcircError(Exception):
    """Trouble outside the program: a disk, a cable, a file, another program.

    `sentence` says what happened, `remedy` what the person at the counter can do about it; both are already
    in the language of the screen. A bug is any other exception.
    """

    def __init__(self, sentence: str, remedy: str = "") -> None:
        super().__init__(f"{sentence} {remedy}".strip())
        self.sentence = sentence
        self.remedy = remedy


class LibraryFileError(DeskcircError):
    """The library file is missing, locked, read-only, damaged, newer than this program, or no library at all."""


class DiskFullError(LibraryFileError):
    """The disk took no more; the act was rolled back and nothing of it is stored."""


class ClockError(DeskcircError):
    """The computer's clock stands before the last act in the journal; lending waits for a person's answer."""


class ImportFileError(DeskcircError):
    """The file as a whole cannot be read: not a table, not MARC, empty, locked, or in no known form."""


class ScannerError(DeskcircError):
    """The port of a serial scanner cannot be opened or was taken by another program."""


class CancelledError(DeskcircError):
    """The person cancelled a long work; nothing of it is stored."""
