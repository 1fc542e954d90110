"""A download: the right file, or one clear sentence; never a wrong file under the final name."""

import errno
from collections.abc import Callable
from email.message import Message
from io import BytesIO
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.request import Request

import pytest

from model.datasets import download, net
from model.datasets.download import begun, fetch
from model.datasets.net import Net, RefusedError
from model.datasets.task import CancelledError, DataError, Progress, Task
from tests.model import faulty
from tests.model.faulty import CONTENT, HALF, NET, Handler, remote_at, serving

CLOSED_PORT = "http://127.0.0.1:9/data.gz"


def refused(folder: Path, *answers: Callable[[Handler], None], task: Task | None = None) -> str:
    """The sentence of a download that cannot succeed; nothing lies under the final name."""
    with serving(*answers) as (address, _), pytest.raises(DataError) as trouble:
        fetch(remote_at(address), folder, task or Task(), NET)
    assert not (folder / "data.gz").exists()
    said = str(trouble.value)
    assert said.endswith((".", "?"))
    assert "\n" not in said
    return said


def test_that_a_file_comes_whole_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    told: list[Progress] = []
    with serving(faulty.ranged) as (address, script):
        path = fetch(remote_at(address), tmp_path, Task(told.append), NET)
    assert path.read_bytes() == CONTENT
    assert [entry.name for entry in tmp_path.iterdir()] == ["data.gz"]
    assert "range" not in script.asked[0]
    assert (told[-1].done, told[-1].total) == (len(CONTENT), len(CONTENT))


def test_that_a_file_that_is_there_is_not_asked_for_again(tmp_path: Path) -> None:
    (tmp_path / "data.gz").write_bytes(CONTENT)
    with serving(faulty.whole) as (address, script):
        assert fetch(remote_at(address), tmp_path, Task(), NET).read_bytes() == CONTENT
    assert script.asked == []


def test_that_a_wrong_file_under_the_final_name_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "data.gz").write_bytes(CONTENT[::-1])
    with serving(faulty.whole) as (address, _):
        assert fetch(remote_at(address), tmp_path, Task(), NET).read_bytes() == CONTENT


def test_that_a_dropped_connection_is_resumed_where_it_broke_if_the_file_is_still_the_same(tmp_path: Path) -> None:
    with serving(faulty.dropped, faulty.ranged) as (address, script):
        assert fetch(remote_at(address), tmp_path, Task(), NET).read_bytes() == CONTENT
    assert (script.asked[1]["range"], script.asked[1]["if-range"]) == (f"bytes={HALF}-", '"one"')


def test_that_a_stalled_connection_is_resumed_too(tmp_path: Path) -> None:
    with serving(faulty.stalled, faulty.ranged) as (address, script):
        assert fetch(remote_at(address), tmp_path, Task(), NET).read_bytes() == CONTENT
    assert script.asked[1]["range"] == f"bytes={HALF}-"


def test_that_a_restarted_app_resumes_what_an_earlier_one_began(tmp_path: Path) -> None:
    with serving(faulty.dropped, faulty.status(500)) as (address, _), pytest.raises(DataError, match="50% of it are"):
        fetch(remote_at(address), tmp_path, Task(), NET)
    assert begun(remote_at(address), tmp_path) == HALF
    with serving(faulty.ranged) as (address, script):
        assert fetch(remote_at(address), tmp_path, Task(), NET).read_bytes() == CONTENT
    assert script.asked[0]["range"] == f"bytes={HALF}-"


def test_that_a_server_without_range_sends_it_all_again(tmp_path: Path) -> None:
    with serving(faulty.dropped, faulty.whole) as (address, _):
        assert fetch(remote_at(address), tmp_path, Task(), NET).read_bytes() == CONTENT


def test_that_a_server_without_range_that_always_drops_is_given_up(tmp_path: Path) -> None:
    assert "broke off" in refused(tmp_path, faulty.dropped)


def test_that_a_file_that_changed_meanwhile_is_begun_anew_and_refused_by_its_digest(tmp_path: Path) -> None:
    said = refused(tmp_path, faulty.dropped, faulty.altered)
    assert "not the right file" in said
    assert list(tmp_path.iterdir()) == []


def test_that_a_file_of_another_length_is_refused_before_it_comes(tmp_path: Path) -> None:
    assert "has changed: 300,007 bytes in place of 300,000" in refused(tmp_path, faulty.changed)


def test_that_a_file_that_does_not_end_is_refused(tmp_path: Path) -> None:
    assert "longer on the server" in refused(tmp_path, faulty.endless)


@pytest.mark.parametrize("page", [faulty.portal, faulty.sly_portal])
def test_that_the_page_of_a_captive_portal_is_not_taken_for_the_file(
    page: Callable[[Handler], None], tmp_path: Path
) -> None:
    assert "may want you to sign in first" in refused(tmp_path, page)
    assert not any(path.suffix == ".part" and path.stat().st_size for path in tmp_path.iterdir())


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (faulty.status(404), "no longer has this file (404)"),
        (faulty.status(403), "refuses to send the file (403)"),
        (faulty.status(500), "is in trouble itself (500)"),
        (faulty.status(503), "try again later"),
        (faulty.moved_to("/data.gz"), "around in a circle"),
        (faulty.moved_to("http://elsewhere.example/data.gz"), "points to elsewhere.example"),
        (faulty.moved_to("ftp://127.0.0.1/data.gz"), "unsafe connection (ftp)"),
        (faulty.silent, "answer"),
    ],
)
def test_that_each_refusal_of_a_server_has_its_sentence(
    answer: Callable[[Handler], None], sentence: str, tmp_path: Path
) -> None:
    assert sentence in refused(tmp_path, answer)


def test_that_trouble_of_a_server_that_passes_is_waited_for(tmp_path: Path) -> None:
    with serving(faulty.status(503), faulty.status(500), faulty.ranged) as (address, _):
        assert fetch(remote_at(address), tmp_path, Task(), NET).read_bytes() == CONTENT


def test_that_the_next_address_is_asked_where_the_first_has_not_got_it(tmp_path: Path) -> None:
    with serving(faulty.status(404)) as (first, _), serving(faulty.ranged) as (second, _):
        assert fetch(remote_at(first, second), tmp_path, Task(), NET).read_bytes() == CONTENT


def test_that_another_address_goes_on_with_what_the_first_had_sent(tmp_path: Path) -> None:
    with serving(faulty.dropped, faulty.status(404)) as (first, _), serving(faulty.ranged) as (second, script):
        assert fetch(remote_at(first, second), tmp_path, Task(), NET).read_bytes() == CONTENT
    assert script.asked[0]["range"] == f"bytes={HALF}-"
    assert "if-range" not in script.asked[0]


@pytest.mark.parametrize("answer", [faulty.misplaced, faulty.status(416)])
def test_that_a_part_that_does_not_fit_is_not_appended(answer: Callable[[Handler], None], tmp_path: Path) -> None:
    with serving(faulty.dropped, answer, faulty.ranged) as (address, script):
        assert fetch(remote_at(address), tmp_path, Task(), NET).read_bytes() == CONTENT
    assert "range" not in script.asked[2]


def test_that_offline_is_said(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="is this computer offline"):
        fetch(remote_at(CLOSED_PORT), tmp_path, Task(), NET)


def test_that_a_full_disk_is_said_and_what_has_come_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = Path.open

    def small_disk(path: Path, *how: Any, **more: Any) -> Any:
        file = opened(path, *how, **more)
        return SmallDisk(file) if path.suffix == ".part" and "b" in how[0] and how[0] != "rb" else file

    monkeypatch.setattr(Path, "open", small_disk)
    said = refused(tmp_path, faulty.ranged)
    assert said == f"The disk is full: there is no room left in {tmp_path}."
    monkeypatch.undo()
    assert 0 < begun(remote_at(CLOSED_PORT), tmp_path) < len(CONTENT)


class SmallDisk:
    """A file on a disk with room for a third of what is to come."""

    def __init__(self, file: Any) -> None:
        self._file, self._room = file, len(CONTENT) // 3

    def write(self, content: memoryview) -> int:
        if len(content) > self._room:
            raise OSError(errno.ENOSPC, "No space left on device")
        self._room -= len(content)
        return int(self._file.write(content))

    def seek(self, place: int) -> None:
        self._file.seek(place)

    def __enter__(self) -> "SmallDisk":
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()


def test_that_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file where the folder should be")
    with serving(faulty.ranged) as (address, _), pytest.raises(DataError, match="cannot be written"):
        fetch(remote_at(address), tmp_path / "taken" / "below", Task(), NET)


def test_that_cancelling_ends_even_a_stalled_download_and_keeps_what_has_come(tmp_path: Path) -> None:
    task, patient = Task(), Net(schemes=("http",), servers=NET.servers, timeout=30.0)
    ended: list[type[BaseException]] = []

    def work(address: str) -> None:
        try:
            fetch(remote_at(address), tmp_path, task, patient)
        except BaseException as trouble:
            ended.append(type(trouble))

    with serving(faulty.stalled) as (address, _):
        thread = Thread(target=work, args=(address,))
        thread.start()
        while begun(remote_at(address), tmp_path) < HALF:
            thread.join(0.005)
        task.cancel()
        thread.join(10)
        assert ended == [CancelledError]
    assert begun(remote_at(address), tmp_path) == HALF


def test_that_nothing_is_asked_for_after_cancelling(tmp_path: Path) -> None:
    task = Task()
    task.cancel()
    with serving(faulty.ranged) as (address, _), pytest.raises(CancelledError):
        fetch(remote_at(address), tmp_path, task, NET)
    assert not (tmp_path / "data.gz").exists()


def test_that_a_safe_connection_is_never_left_for_an_unsafe_one() -> None:
    redirects = net._Redirects(Net())
    request = Request("https://cave.cs.toronto.edu/kriz/cifar-10-binary.tar.gz")
    with pytest.raises(RefusedError, match="unsafe connection"):
        redirects.redirect_request(request, BytesIO(), 302, "", Message(), "http://cave.cs.toronto.edu/file")
    with pytest.raises(RefusedError, match="points to"):
        redirects.redirect_request(request, BytesIO(), 302, "", Message(), "https://login.example/file")


def test_that_only_https_to_the_known_servers_is_asked() -> None:
    with pytest.raises(RefusedError), Net().open("http://cave.cs.toronto.edu/kriz/cifar-10-binary.tar.gz", {}):
        pass
    with pytest.raises(RefusedError), Net().open("https://example.org/cifar-10-binary.tar.gz", {}):
        pass


def test_that_a_weak_tag_is_not_used_to_resume(tmp_path: Path) -> None:
    def weak(handler: Handler) -> None:
        handler.head(200, Content_Length=len(CONTENT), ETag='W/"one"', Last_Modified="Mon, 01 Jun 2026 00:00:00 GMT")
        handler.wfile.write(CONTENT[:HALF])

    with serving(weak, faulty.whole) as (address, script):
        fetch(remote_at(address), tmp_path, Task(), NET)
    assert script.asked[1]["if-range"] == "Mon, 01 Jun 2026 00:00:00 GMT"


def test_that_what_is_asked_for_follows_from_what_is_there() -> None:
    assert download.starting_headers(0, '"one"') == {}
    assert download.starting_headers(5, "") == {"Range": "bytes=5-"}
