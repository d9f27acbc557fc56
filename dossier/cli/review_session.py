"""The interactive session of `dossier match --review`: one undecided file at a time, each decision saved at once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import click

from dossier import wording
from dossier.cli.terminal_output import complain, say, show_error
from dossier.curation import review_queue
from dossier.curation.review_queue import PinTarget, QuestionTarget
from dossier.errors import DossierError, ExitCode
from dossier.model import Media, Pin
from dossier.plan.pins_file import ChangedElsewhereError, PinsBook

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.curation.review_queue import Question
    from dossier.model import Claim, Indicator, Plan
    from dossier.pipeline import Inspection
    from dossier.state.workspace import Workspace


HELP = """\
    angka    pilih calon itu; beberapa sekaligus: 1,3
    k        ketik kode sendiri, mis. k III.2.1.b, atau kunci pertanyaan LKE, mis. k B.I.a (kodenya saja juga boleh)
    b        buka berkasnya dengan program di komputer ini
    n        bukan bukti rencana ini; alasannya boleh ditulis: n foto pribadi
    l        lewati dulu
    u        batalkan keputusan terakhir dan kembali ke berkas itu
    s        selesai (juga Ctrl-D); yang sudah diputuskan tersimpan"""
_OPEN = "-"
"""The answer that leaves the requirement open."""
WORDS = {
    "kode": "k",
    "buka": "b",
    "bukan": "n",
    "lewati": "l",
    "batal": "u",
    "batalkan": "u",
    "undo": "u",
    "selesai": "s",
    "q": "s",
    "bantuan": "?",
}


def review(workspace: Workspace, inspection: Inspection, names: tuple[str, ...]) -> int:
    """Walk the undecided files, or the named ones, and return the exit code."""
    require_terminal()
    questions = chosen(inspection, names)
    if not questions:
        say("Tidak ada yang perlu diperiksa: tidak ada berkas yang rancu atau tanpa tempat.")
        return ExitCode.DONE
    definition = inspection.definition
    sitting = Sitting(
        plan=definition.plan,
        book=PinsBook(path=workspace.pins_file, plan=definition.plan),
        evidence=workspace.evidence,
        questions=questions,
    )
    return sitting.hold()


def require_terminal() -> None:
    """Refuse to ask where nobody can answer."""
    if not is_terminal():
        raise click.UsageError(
            "--review bertanya di terminal, dan masukan ini bukan terminal. "
            "Jalankan langsung di terminal, atau tulis keputusannya sendiri di plan/pins.yaml."
        )


def is_terminal() -> bool:
    """Return whether a person can answer."""
    return sys.stdin.isatty()


def chosen(inspection: Inspection, names: tuple[str, ...]) -> tuple[Question, ...]:
    """Return the questions to ask; raises a usage error for names that mean no file."""
    if not names:
        return review_queue.open_questions(inspection.matching, inspection.definition.pins)
    questions, unknown = review_queue.questions_about(inspection.matching, names)
    if unknown:
        close = review_queue.similar_paths(inspection.matching, unknown[0])
        hint = f" Mungkin maksudnya: {'; '.join(close)}" if close else " Lihat letaknya dengan `dossier scan`."
        raise click.UsageError(f"“{unknown[0]}” bukan berkas bukti di evidence/.{hint}")
    return questions


@dataclass(slots=True)
class Sitting:
    """One review session: position and answers (question number, whether something was written)."""

    plan: Plan
    book: PinsBook
    evidence: Path
    questions: tuple[Question, ...]
    at: int = 0
    answered: list[tuple[int, bool]] = field(default_factory=list)

    def hold(self) -> int:
        """Ask until all questions are answered or the person quits; return the exit code."""
        code = ExitCode.DONE
        try:
            while self.at < len(self.questions):
                show_question(self.plan, self.questions[self.at], self.at + 1, len(self.questions))
                if not self._settle(self.questions[self.at]):
                    break
        except EOFError:
            say()
        except KeyboardInterrupt:
            say()
            code = ExitCode.INTERRUPTED
        self._close()
        return code

    def _settle(self, question: Question) -> bool:
        """Ask about one file until it is answered; False ends the walk."""
        while True:
            word, rest = split_answer(ask(f"Pilih {keys(question)}: "))
            if word == "s":
                return False
            if word in {"b", "?"}:
                self._show(question, word)
            elif self._act(question, word, rest):
                return True

    def _show(self, question: Question, word: str) -> None:
        if word == "?":
            say(HELP)
            return
        trouble = open_file(self.evidence / question.file.disk_path)
        say(f"    {trouble}" if trouble else "    Dibuka di jendela lain.")

    def _act(self, question: Question, word: str, rest: str) -> bool:
        """Do what an answer says; return whether the walk moves on."""
        if word == "l":
            self._answer(written=False)
            return True
        if word == "u":
            return self._undo()
        if word == "n":
            return self._write((Pin(path=question.file.path, indicator=None),), reason=rest)
        places = self._places(question, word, rest)
        return bool(places) and self._write(tuple(place.pin(question.file.path) for place in places), places=places)

    def _places(self, question: Question, word: str, rest: str) -> tuple[PinTarget | QuestionTarget, ...]:
        """Return where the answer puts the file; nothing where it is not understood or taken back."""
        if word == "k":
            return self._coded(rest or ask("    Kode (mis. III.2.1.b atau B.I.a, Enter = kembali): "))
        typed = f"{word} {rest}".strip()
        numbers = review_queue.read_numbers(typed, len(question.choices)) if typed else None
        if numbers is None:
            if review_queue.read_question(typed) or review_queue.read_code(self.plan, typed)[0] is not None:
                return self._coded(typed)
            say(f"    Ketik salah satu dari {keys(question)}; ? menerangkan semuanya.")
            return ()
        found: list[PinTarget] = []
        for number in numbers:
            place = review_queue.place_of(self.plan, question.choices[number - 1])
            if place and place.requirement is None:
                place = ask_requirement(place.indicator)
            with_slots = ask_slots(place) if place else ()
            if not with_slots:
                return ()
            found += with_slots
        return tuple(found)

    def _coded(self, text: str) -> tuple[PinTarget | QuestionTarget, ...]:
        if not text.strip():
            return ()
        if asked := review_queue.read_question(text):
            return (asked,)
        indicator, requirement, wrong = review_queue.read_code(self.plan, text)
        if wrong:
            say(f"    {wrong}.")
        if indicator is None:
            return ()
        named = PinTarget(indicator=indicator, requirement=requirement) if requirement else ask_requirement(indicator)
        return ask_slots(named) if named else ()

    def _write(
        self, pins: tuple[Pin, ...], *, places: tuple[PinTarget | QuestionTarget, ...] = (), reason: str = ""
    ) -> bool:
        """Keep a decision; on trouble say so and ask again."""
        try:
            self.book.decide(pins, reason=reason)
        except ChangedElsewhereError as error:
            show_error(error)
            self._answer(written=False)
            return True
        except DossierError as error:
            show_error(error)
            complain("    Belum dicatat. Perbaiki lalu jawab lagi, atau s untuk selesai.")
            return False
        if self.book.merged:
            say("    (plan/pins.yaml baru saja diubah orang lain; isinya digabung.)")
        where = "; ".join(place_line(place) for place in places) or "bukan bukti rencana ini"
        say(f"    ✓ Dicatat: {where}")
        self._answer(written=True)
        return True

    def _answer(self, *, written: bool) -> None:
        self.answered.append((self.at, written))
        self.at += 1

    def _undo(self) -> bool:
        """Go back to the last question; return whether there was one."""
        if not self.answered:
            say("    Belum ada yang dapat dibatalkan.")
            return False
        at, written = self.answered[-1]
        if written:
            if not self.book.can_undo:
                say("    Tidak dapat dibatalkan: plan/pins.yaml diubah orang lain. Hapus sendiri barisnya di sana.")
                return False
            try:
                self.book.undo()
            except DossierError as error:
                show_error(error)
                return False
            say("    ↶ Dibatalkan; plan/pins.yaml kembali seperti sebelumnya.")
        self.answered.pop()
        self.at = at
        return True

    def _close(self) -> None:
        decided = sum(written for _, written in self.answered)
        skipped = len(self.answered) - decided
        left = len(self.questions) - len(self.answered)
        say(f"{decided} diputuskan, {skipped} dilewati, {left} belum dilihat.")
        if decided:
            say("Keputusan tersimpan di plan/pins.yaml. Lihat akibatnya dengan `dossier match`.")
        if skipped + left:
            say("Lanjutkan kapan saja: dossier match --review")


def show_question(plan: Plan, question: Question, number: int, total: int) -> None:
    """Print one file, why it is open, and the candidates."""
    file = question.file
    media = "jenis tak dikenal" if file.media is Media.UNKNOWN else file.media.value.upper()
    say()
    say(click.style(f"{number} dari {total} · {question.standing.value}", bold=True))
    say(f"  {click.style(file.path, fg='cyan')}")
    say(f"  {media}, {wording.size_label(file.size)}" + (f"  ! {file.problem}" if file.problem else ""))
    say(f"  Mengapa: {question.reason}")
    if not question.choices:
        say("  Tidak ada calon: ketik kodenya (k), atau buka dulu berkasnya (b).")
    for position, claim in enumerate(question.choices, start=1):
        for line in choice_lines(plan, claim, position):
            say(line)


def choice_lines(plan: Plan, claim: Claim, position: int) -> tuple[str, ...]:
    """Return one candidate: code, label, slot and score; below it the reasons."""
    place = review_queue.place_of(plan, claim)
    label = place.label if place else ""
    slot = wording.month_year(claim.slot) if claim.slot else "periode belum diketahui"
    slot = f", {slot}" if place is None or len(place.slots) > 1 else ""
    score = f"{claim.score:.2f}".replace(".", ",")
    head = f"  {position:>2}) {claim.code}  {label}{slot}  (nilai {score})"
    return head, f"        {claim.rule.value}: {'; '.join(claim.reasons)}"


def keys(question: Question) -> str:
    """Return what may be typed, in brackets."""
    count = len(question.choices)
    numbers = {0: "", 1: "1/"}.get(count, f"1-{count}/")
    return f"[{numbers}k/b/n/l/u/s/?]"


def split_answer(text: str) -> tuple[str, str]:
    """Return the first word, as its letter where it stands for one, and the rest."""
    word, _, rest = text.strip().partition(" ")
    return WORDS.get(word.casefold(), word.casefold() if len(word) == 1 else word), rest.strip()


def ask(prompt: str) -> str:
    """Ask for one line; bytes that are no text are an answer that nothing understands."""
    say(prompt, newline=False)
    sys.stdout.flush()
    try:
        return input()
    except UnicodeDecodeError:
        return "\N{REPLACEMENT CHARACTER}"


def ask_requirement(indicator: Indicator) -> PinTarget | None:
    """Ask which of several requirements is meant; it may stay open, and None goes back."""
    for requirement in indicator.requirements:
        say(f"      {requirement.id}) {requirement.label}")
    prompt = f"    Butir {indicator.code} yang mana (huruf, {_OPEN} = belum tahu, Enter = kembali)? "
    while answer := ask(prompt).strip().casefold():
        found = indicator.requirement(answer)
        if found is not None or answer == _OPEN:
            return PinTarget(indicator=indicator, requirement=found)
        say(f"    Ketik salah satu: {', '.join(r.id for r in indicator.requirements)}, atau {_OPEN}.")
    return None


def ask_slots(place: PinTarget) -> tuple[PinTarget, ...]:
    """Ask for which slots the file is, where that is not certain; nothing goes back."""
    if place.slot is not None or not place.slots:
        return (place,)
    say(f"    {place.code} {place.label} diminta untuk:")
    say(
        "\n".join(
            f"      {number:>2}) {wording.slot_name(slot.key, slot.label)}"
            for number, slot in enumerate(place.slots, 1)
        )
    )
    while answer := ask("    Untuk yang mana (angka, mis. 2 atau 1-3, atau nama bulan; Enter = kembali)? ").strip():
        slots = review_queue.read_slots(place.slots, answer)
        if slots:
            return tuple(
                type(place)(indicator=place.indicator, requirement=place.requirement, slot=slot) for slot in slots
            )
        say("    Tidak dipahami; ketik angkanya dari daftar di atas.")
    return ()


def place_line(place: PinTarget | QuestionTarget) -> str:
    """Return a place in words: code, label, month."""
    slot = f", {wording.month_year(place.slot.key)}" if place.slot and len(place.slots) > 1 else ""
    return f"{place.code} {place.label}{slot}"


# Linux, WSL (Windows' own programs), macOS, Cygwin.
OPENERS = ("xdg-open", "wslview", "open", "cygstart")
WAIT_SECONDS = 2


def open_file(path: Path) -> str:
    """Open a file without waiting for the program that shows it.

    Returns:
        An empty text, or in Indonesian why it could not be opened.
    """
    if sys.platform == "win32":
        try:
            os.startfile(path)  # noqa: S606 — what a double click does
        except OSError as error:
            return f"tidak dapat dibuka ({wording.system_reason(error)}); buka sendiri: {path}"
        return ""
    program = next((found for name in OPENERS if (found := shutil.which(name))), None)
    if program is None:
        return f"tidak ada program pembuka ({', '.join(OPENERS[:3])}) di komputer ini; buka sendiri: {path}"
    try:
        process = subprocess.Popen(  # noqa: S603 — a program of the desktop; the path is absolute and one argument
            [program, str(path.absolute())],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        code = process.wait(timeout=WAIT_SECONDS)
    except subprocess.TimeoutExpired:
        process.returncode = 0  # it shows the file and may stay; nobody waits for it any more
        return ""
    except OSError as error:
        return f"{program} tidak dapat dijalankan ({wording.system_reason(error)}); buka sendiri: {path}"
    return f"{program} gagal membukanya (kode {code}); buka sendiri: {path}" if code else ""
