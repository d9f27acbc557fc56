"""Events reach every page in their order; a page that does not read them is let go."""

from __future__ import annotations

import asyncio
import json
import threading

from dossier.desk.event_hub import EventHub


def first() -> tuple[str, dict[str, object]]:
    return "keadaan", {"siap": False}


def publish_three(hub: EventHub) -> None:
    for number in range(3):
        hub.publish("baca", {"selesai": number, "nama": "é\n"})


def told(line: bytes) -> tuple[str, object]:
    name, data = line.decode("ascii").rstrip().split("\n")
    return name.removeprefix("event: "), json.loads(data.removeprefix("data: "))


def test_events_of_any_thread_reach_every_page_in_their_order() -> None:
    hub = EventHub()

    async def listen() -> list[list[tuple[str, object]]]:
        pages = [hub.stream(first), hub.stream(first)]
        seen = [[told(await anext(page))] for page in pages]
        assert hub.pages == 2
        thread = threading.Thread(target=publish_three, args=(hub,))
        thread.start()
        thread.join()
        hub.close()
        for page, own in zip(pages, seen, strict=True):
            own += [told(line) async for line in page]
        return seen

    wanted = [("keadaan", {"siap": False}), *(("baca", {"selesai": n, "nama": "é\n"}) for n in range(3))]
    assert asyncio.run(listen()) == [wanted, wanted]
    assert hub.pages == 0


def test_a_page_that_reads_nothing_is_let_go_and_costs_no_more() -> None:
    hub = EventHub()

    async def listen() -> int:
        page = hub.stream(first)
        await anext(page)
        for number in range(10_000):
            hub.publish("baca", {"selesai": number})
        await asyncio.sleep(0)
        return len([line async for line in page])

    assert asyncio.run(listen()) < 300


def test_what_happens_while_a_page_is_told_how_things_are_is_not_missed() -> None:
    hub = EventHub()

    def at_that_moment() -> tuple[str, dict[str, object]]:
        hub.publish("keadaan", {"siap": True})
        return first()

    async def listen() -> list[tuple[str, object]]:
        page = hub.stream(at_that_moment)
        return [told(await anext(page)) for _ in range(2)]

    assert asyncio.run(listen()) == [("keadaan", {"siap": False}), ("keadaan", {"siap": True})]
