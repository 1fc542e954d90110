"""The slot between two threads."""

from threading import Thread

from model.mailbox import Mailbox

DEADLINE_S = 10


def test_that_an_empty_mailbox_gives_none() -> None:
    assert Mailbox[int]().take() is None


def test_that_the_newest_item_wins() -> None:
    mailbox = Mailbox[int]()
    for item in (1, 2, 3):
        mailbox.post(item)
    assert mailbox.take() == 3


def test_that_an_item_is_taken_once() -> None:
    mailbox = Mailbox[int]()
    mailbox.post(1)
    mailbox.take()
    assert mailbox.take() is None


def test_that_items_of_another_thread_come_in_order_and_the_last_one_arrives() -> None:
    mailbox, last = Mailbox[int](), 20_000

    def post_all() -> None:
        for item in range(last + 1):
            mailbox.post(item)

    poster = Thread(target=post_all)
    poster.start()
    taken = list[int]()
    is_over = False
    while not is_over:
        is_over = not poster.is_alive()
        while (item := mailbox.take()) is not None:
            taken.append(item)
    poster.join(DEADLINE_S)
    assert taken[-1] == last
    assert taken == sorted(set(taken))


def test_that_of_two_threads_that_take_only_one_gets_an_item() -> None:
    mailbox, count = Mailbox[int](), 2000
    taken = list[int]()

    def take_all() -> None:
        while (item := mailbox.take()) != count:
            if item is not None:
                taken.append(item)
        mailbox.post(count)

    takers = [Thread(target=take_all) for _ in range(2)]
    for taker in takers:
        taker.start()
    for item in range(count + 1):
        mailbox.post(item)
    for taker in takers:
        taker.join(DEADLINE_S)
    assert not any(taker.is_alive() for taker in takers)
    assert len(taken) == len(set(taken))
