"""The library file in every state it can be found in: each has its sentence, and the file is left as it was."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event
from tests.builders import NOON, OPENED, a_copy, a_desk, a_patron, all_rows

from deskcirc.desk.circulation import CheckoutKind, check_out
from deskcirc.desk.desk import Desk
from deskcirc.desk.returning import check_in
from deskcirc.desk.set_up import make_library
from deskcirc.domain.changes import ActName
from deskcirc.errors import ClockError, DiskFullError, LibraryFileError
from deskcirc.store.check import check_library
from deskcirc.store.database import Library, create_library, open_library
from deskcirc.store.file_lock import file_system_in
from deskcirc.store.tables import titles

MOUNTS = """\
/dev/sda1 / ext4 rw,relatime 0 0
proc /proc proc rw 0 0
tmpfs /tmp tmpfs rw 0 0
//server/library /mnt/school\\040share cifs rw 0 0
server:/books /srv/books nfs4 rw 0 0
/dev/sdb1 /srv/books/local ext4 rw 0 0
gvfsd-fuse /run/user/1000/gvfs fuse.gvfsd-fuse rw 0 0
/dev/sdc1 /media/图书馆 vfat rw 0 0
//server/two /media/图书馆 cifs rw 0 0
"""


def trouble(path: Path) -> LibraryFileError:
    """What is said on opening; nothing may have been written into the file."""
    before = path.read_bytes() if os.path.isfile(path) else None  # noqa: PTH113  pathlib's raises for a long name
    with pytest.raises(LibraryFileError) as said:
        open_library(path)
    assert said.value.remedy
    assert (path.read_bytes() if os.path.isfile(path) else None) == before  # noqa: PTH113
    return said.value


def test_durability_is_switched_on(library: Library) -> None:
    with library.reading() as connection:

        def pragma(name: str) -> object:
            return connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()

        assert pragma("journal_mode") == "wal"
        assert pragma("synchronous") == 2
        assert pragma("foreign_keys") == 1
        assert pragma("busy_timeout") == 5000
        assert pragma("wal_autocheckpoint") == 4000


def test_what_was_closed_opens_again_with_all_in_one_file(library_file: Path) -> None:
    with open_library(library_file) as library:
        reader, copy = a_patron(library), a_copy(library)
        check_out(a_desk(library), reader, copy.id)
        before = all_rows(library)
    assert [file.name for file in library_file.parent.iterdir()] == [library_file.name]
    with open_library(library_file) as library:
        assert all_rows(library) == before


def test_a_file_that_is_missing(tmp_path: Path) -> None:
    assert "no file" in trouble(tmp_path / "gone.deskcirc").sentence


def test_a_folder_is_no_library(tmp_path: Path) -> None:
    trouble(tmp_path)


def test_a_name_that_is_too_long_or_a_link_to_itself_gets_a_sentence(tmp_path: Path) -> None:
    long, circle = tmp_path / ("馆" * 120), tmp_path / "circle.deskcirc"
    circle.symlink_to(circle)
    for path in (long, circle):
        trouble(path)
        with pytest.raises(LibraryFileError):
            create_library(path)


@pytest.mark.skipif(sys.platform == "win32", reason="pipes with a name are POSIX's")
def test_a_pipe_is_no_library_and_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.deskcirc")
    trouble(tmp_path / "pipe.deskcirc")


@pytest.mark.parametrize("content", [b"", b"SQLite", "登录号,书名\n".encode("gb18030"), b"PK\x03\x04" + b"\0" * 5000])
def test_an_empty_file_a_text_or_a_workbook_is_no_library(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "list.deskcirc"
    path.write_bytes(content)
    assert "not a library" in trouble(path).sentence


def test_a_database_of_another_program_is_no_library(tmp_path: Path) -> None:
    path = tmp_path / "other.deskcirc"
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("CREATE TABLE books (id INTEGER)")
    assert "another program" in trouble(path).sentence
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_a_file_cut_off_in_the_middle_is_damaged(library_file: Path) -> None:
    whole = library_file.read_bytes()
    library_file.write_bytes(whole[: len(whole) // 2])
    with suppress(LibraryFileError), open_library(library_file) as library:
        assert list(check_library(library)) != []


def test_a_damaged_page_met_at_the_counter_is_said_and_is_no_bug(library_file: Path) -> None:
    with open_library(library_file) as library:
        reader, copy = a_patron(library), a_copy(library)
    with closing(sqlite3.connect(library_file)) as raw:
        page = raw.execute("SELECT rootpage FROM sqlite_master WHERE name = 'loans'").fetchone()[0]
    with library_file.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xff" * 4096)
    with open_library(library_file) as library, pytest.raises(LibraryFileError, match="damaged"):
        check_out(a_desk(library), reader, copy.id)


def test_a_library_is_not_made_over_a_file(library_file: Path) -> None:
    before = library_file.read_bytes()
    with pytest.raises(LibraryFileError, match="already"):
        create_library(library_file)
    assert library_file.read_bytes() == before


def test_a_library_that_cannot_be_made_leaves_no_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(LibraryFileError):
        make_library(tmp_path / "file" / "new.deskcirc", "", OPENED)
    with pytest.raises(ValueError, match="time zone"):
        make_library(tmp_path / "new.deskcirc", "", OPENED.replace(tzinfo=None))
    assert [file.name for file in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize("name", ["三年级 图书馆.deskcirc", "100%#?.deskcirc", "a'b;--.deskcirc"])
def test_a_file_may_have_any_name(tmp_path: Path, name: str) -> None:
    make_library(tmp_path / name, "图书馆", OPENED).close()
    with open_library(tmp_path / name) as library:
        assert library.policy.library_name == "图书馆"


def in_another_process(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    header = "import sys; from pathlib import Path; from deskcirc.store.database import open_library\n"
    return subprocess.run(
        [sys.executable, "-c", header + program, *arguments], capture_output=True, text=True, env=environment()
    )


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}


def test_a_library_open_here_is_refused_elsewhere_also_by_a_link(library: Library, tmp_path: Path) -> None:
    (tmp_path / "links").mkdir()
    link = tmp_path / "links" / "other name.deskcirc"
    link.symlink_to(library.path)
    for path in (library.path, link):
        ran = in_another_process("open_library(Path(sys.argv[1]))", str(path))
        assert "already open" in ran.stderr
        assert ran.returncode == 1


def test_a_library_open_here_may_be_looked_at_elsewhere(library: Library) -> None:
    a_copy(library, "草房子")
    program = (
        "with open_library(Path(sys.argv[1]), read_only=True) as library, library.reading() as connection:\n"
        "    print(connection.exec_driver_sql('SELECT title FROM titles').scalar_one())\n"
        "    connection.exec_driver_sql(\"UPDATE titles SET title = ''\")\n"
    )
    ran = in_another_process(program, str(library.path))
    assert ran.stdout.strip() == "草房子"
    assert "read-only" in ran.stderr


def test_the_lock_of_a_program_that_was_killed_is_free_at_once(library_file: Path) -> None:
    program = "library = open_library(Path(sys.argv[1])); print('open', flush=True); sys.stdin.read()"
    header = "import sys; from pathlib import Path; from deskcirc.store.database import open_library\n"
    child = subprocess.Popen(
        [sys.executable, "-c", header + program, str(library_file)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment(),
    )
    with child:
        assert child.stdout is not None
        assert child.stdout.readline() == "open\n"
        with pytest.raises(LibraryFileError, match="already open"):
            open_library(library_file)
        child.kill()
    open_library(library_file).close()


def test_another_program_holding_the_file_is_said_and_the_scan_can_be_done_again(desk: Desk) -> None:
    reader, copy = a_patron(desk.library), a_copy(desk.library)
    with desk.library.reading() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout=20")
    with closing(sqlite3.connect(desk.library.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LibraryFileError, match="Another program"):
            check_out(desk, reader, copy.id)
        other.execute("ROLLBACK")
    assert check_out(desk, reader, copy.id).kind is CheckoutKind.LENT


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of four megabytes."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("a small disk is mounted by root on Linux only")
    folder = tmp_path / "disk"
    folder.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)]).returncode != 0:
        pytest.skip("this machine lets nobody mount a small disk")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_disk_that_fills_stores_nothing_by_half_and_goes_on_after_tidying_up(
    library_file: Path, small_disk: Path
) -> None:
    path = small_disk / "school.deskcirc"
    shutil.copyfile(library_file, path)
    with open_library(path) as library:
        reader, copy = a_patron(library), a_copy(library)
        ballast = small_disk / "ballast"
        with suppress(OSError), ballast.open("wb", buffering=0) as file:
            while file.write(b"\0" * 4096):
                pass
        before = all_rows(library, without_journal=False)
        desk = a_desk(library)
        with pytest.raises(DiskFullError) as said:  # noqa: PT012  whichever of the scans it is
            for _attempt in range(200):
                check_out(desk, reader, copy.id)
                check_in(desk, copy.id)
        assert said.value.remedy
        assert list(check_library(library)) == []
        ballast.unlink()
        assert len(all_rows(library, without_journal=False)["journal"]) >= len(before["journal"])
        check_in(desk, copy.id)
        assert check_out(desk, reader, copy.id).kind is CheckoutKind.LENT
        assert list(check_library(library)) == []


@pytest.fixture
def read_only_folder(library_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The library on a disk that nobody may write, as a CD or a locked stick."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("a folder is bound read-only by root on Linux only; file permissions are tested as anybody else")
    folder = tmp_path_factory.mktemp("cd")
    bind = ["mount", "--bind", str(library_file.parent), str(folder)]
    if subprocess.run(bind).returncode != 0:
        pytest.skip("this machine lets nobody bind a folder")
    subprocess.run(["mount", "-o", "remount,ro,bind", str(folder)], check=True)
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_library_on_a_cd_is_refused_for_work_and_can_be_looked_at(read_only_folder: Path) -> None:
    path = read_only_folder / "school.deskcirc"
    assert "read-only" in trouble(path).sentence
    with open_library(path, read_only=True) as library:
        assert list(check_library(library)) == []


def test_a_file_that_one_may_only_read_is_refused_for_work(library_file: Path) -> None:
    """For root nothing is read-only, so a stranger tries."""
    if sys.platform == "win32":
        pytest.skip("file permissions of another kind")
    library_file.chmod(0o444)
    for folder in (library_file.parent, *library_file.parent.parents[:2]):
        folder.chmod(0o755)
    library_file.parent.chmod(0o555)
    program = (
        "import os\n"
        "if os.geteuid() == 0:\n"
        "    from deskcirc.store import migrate, journal\n"
        "    os.setgid(65534); os.setuid(65534)\n"
        "open_library(Path(sys.argv[1]))\n"
    )
    ran = in_another_process(program, str(library_file))
    library_file.parent.chmod(0o755)
    assert "LibraryFileError" in ran.stderr
    assert "read-only" in ran.stderr


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        ("/srv/teacher/school.deskcirc", "ext4"),
        ("/tmp/x/school.deskcirc", "tmpfs"),  # noqa: S108  a name only
        ("/mnt/school share/school.deskcirc", "cifs"),
        ("/srv/books/school.deskcirc", "nfs4"),
        ("/srv/books/local/school.deskcirc", "ext4"),
        ("/srv/bookshelf/school.deskcirc", "ext4"),
        ("/run/user/1000/gvfs/smb-share:server=s/school.deskcirc", "fuse.gvfsd-fuse"),
        ("/media/图书馆/school.deskcirc", "cifs"),
    ],
)
def test_the_deepest_and_latest_mount_tells_the_file_system(file: str, kind: str) -> None:
    assert file_system_in(MOUNTS, Path(file)) == kind


def test_a_library_on_a_network_drive_is_refused(library_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deskcirc.store.file_lock._file_system", lambda _file: "cifs")
    assert "network drive" in trouble(library_file).sentence


def test_a_clock_that_went_back_stops_lending_with_a_question(desk: Desk) -> None:
    reader, copy = a_patron(desk.library), a_copy(desk.library)
    check_out(desk, reader, copy.id)
    dead_battery = a_desk(desk.library, NOON.replace(year=2015))
    with pytest.raises(ClockError) as said:
        check_in(dead_battery, copy.id)
    assert "2015-03-02" in said.value.sentence
    assert said.value.remedy


def test_a_clock_five_minutes_behind_is_let_pass(desk: Desk) -> None:
    reader, copy = a_patron(desk.library), a_copy(desk.library)
    check_out(desk, reader, copy.id)
    check_in(a_desk(desk.library, NOON - timedelta(minutes=5)), copy.id)


def test_a_person_may_say_that_the_clock_is_right(desk: Desk) -> None:
    """The clock had run ahead by years; now it is right, and the journal keeps that it was set back."""
    reader, copy = a_patron(desk.library), a_copy(desk.library)
    check_out(a_desk(desk.library, NOON.replace(year=2031)), reader, copy.id)
    with pytest.raises(ClockError):
        check_in(desk, copy.id)
    desk.library.clock_confirmed_at = NOON
    check_in(desk, copy.id)
    desk.library.clock_confirmed_at = None
    check_out(desk, reader, copy.id)
    assert list(check_library(desk.library)) == []


def test_an_act_broken_off_in_the_middle_of_a_statement_leaves_nothing(library_file: Path) -> None:
    """As Ctrl+C does it to a long import."""

    def interrupt(*_given: object) -> None:
        raise KeyboardInterrupt

    def write_two_titles(library: Library) -> None:
        with library.writing(a_desk(library).act(ActName.IMPORT)) as writing:
            writing.insert(titles, title="草房子", added_at=NOON)
            event.listen(writing.connection.engine, "do_execute", interrupt, once=True)
            writing.insert(titles, title="城南旧事", added_at=NOON)

    with open_library(library_file) as library:
        before = all_rows(library, without_journal=False)
        with pytest.raises(KeyboardInterrupt):
            write_two_titles(library)
        assert all_rows(library, without_journal=False) == before
    with open_library(library_file) as library:
        assert all_rows(library, without_journal=False) == before
