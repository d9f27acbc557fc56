"""What matching decides by: weights of evidence for and against, least scores, leads, and what a score means.

One table for all rules. A score is 0 to 1. `python -m benchmarks.matching.calibrate` prints how often candidates of a
score are right, and the figures that `reliability` interpolates between.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

# --- for: what a claim rests on

# Scores of claims that rest on a code: the file's own, a folder's, one completed from the folders ("5/4.b").
OWN_CODE: Final = 0.98
FOLDER_CODE: Final = 0.95
RELATIVE_CODE: Final = 0.9
# Scores of words are lowered by what stands behind them: a folder that fixes the place, or nothing.
PLACE_FACTOR: Final = 0.9
WORDS_FACTOR: Final = 0.8
# Scores of content are lowered by this: between a place (0.9), words (0.8) and no claim.
CONTENT_FACTOR: Final = 0.75
# A paper of the sheet that a requirement asks for, and one whose indicator alone is known.
PAPER_BUTIR: Final = 0.8
PAPER_INDICATOR: Final = 0.7

# --- for: words of the plan and of the papers

# A word that every requirement of the place has still counts a little, so that "Renaksi" alone says something.
COMMON_WORD_WEIGHT: Final = 0.15
# What a kind of paper is worth that only the kind of file implies: a .jpg is perhaps a photo.
IMPLIED_SHARE: Final = 0.5
# What the words of a phrase of a paper weigh: one of the matter, and one that names a kind or an act.
MATTER_WEIGHT: Final = 2
GENERAL_WEIGHT: Final = 1

# --- for: folders

# How much of a folder's words must be in a title, by weight.
TITLE_SHARE: Final = 0.6
# How much of a component's title a folder must say where no area stands above it: there it could be anything.
TITLE_SHARE_ALONE: Final = 0.5
# How much of an indicator's sentence a folder must say to stand for it, and how far ahead of the next.
SENTENCE_SHARE: Final = 0.6
SENTENCE_LEAD: Final = 0.1
# The same where the plan itself says which indicator answers a question of the LKE.
SURE_SHARE: Final = 0.8
SENTENCE_WORDS: Final = 3
# How much of a lettered folder's words must be in the sentence of the indicator that its letter means.
LETTER_SHARE: Final = 0.4

# --- how much is enough

# The least score of words for a claim; the wider the search, the more of the wording a name must say.
CLEAR_IN_INDICATOR: Final = 0.34
CLEAR_IN_COMPONENT: Final = 0.6
CLEAR_IN_AREA: Final = 0.65
CLEAR_IN_PLAN: Final = 0.75
# A folder's words alone must say more, for they speak of a group of files.
CLEAR_BY_FOLDER: Final = 0.75
# How far the best must be ahead of the next.
LEAD: Final = 0.15
# Two scores this close are equal.
SAME_SCORE: Final = 0.005
# A wording said whole and with nothing foreign needs a smaller lead before one of which a part is missing.
SAID_WHOLE: Final = 0.99
SHARE_OF_LEAD: Final = 3
# The least weight of a phrase for a claim of an indicator, where no folder and no requirement stands behind it.
LEAST_OF_INDICATOR: Final = 4
# Where fewer of an area's indicators have a question of the sheet, nobody can say what the plan has no row for.
LEAST_MAPPED: Final = 0.75
# The part of a wording (0 to 1, by weight) that names a paper where the question is known.
LEAST_OF_WORDING: Final = 0.6

# --- against

# Words contradict a code or a place when another requirement fits this well, and this much better.
CONTRADICTING_SCORE: Final = 0.75
CONTRADICTING_LEAD: Final = 0.35
# How much a word lowers the score that belongs to other requirements: half of what it would raise theirs.
FOREIGN_WORD_SHARE: Final = 0.5
# A kind of paper that the requirement does not ask for speaks against it: a photo is no invitation.
FOREIGN_KIND_SHARE: Final = 0.5
# In the whole plan, "notulen monev" that does not say Zona Integritas may be of any monev.
LACKS_FIELD_FACTOR: Final = 0.7
# What a word that nobody asked for must be outweighed by: the matched words' own worth in the place, for each of them.
WORTH_AGAINST_A_STRANGER: Final = 0.45
# How much of a wording the name must say itself; the folder may lend the rest.
LEAST_OWN_SHARE: Final = 0.25
# How rare in the plan a word is at least that says the matter by itself: 1 is once, 0 everywhere.
RARITY_OF_A_MATTER: Final = 0.5
# So many words that nobody asked for beside one that somebody did: the name speaks of something else.
TOO_MANY_STRANGERS: Final = 3
# A paper's phrase up to this weight (a word of the matter 2, a general one 1) is none beside words that nobody knows.
SMALL_PHRASE: Final = 3
# So many words that no paper has, beside a phrase that may not claim alone: the name speaks of something else.
TOO_MANY_UNKNOWN: Final = 3
# How rare in the plan a word of another requirement is that speaks against a paper: 1 is once, 0 everywhere.
PAPER_MATTER_ELSEWHERE: Final = 0.5

# --- what is shown where nothing is enough

# From here on a requirement is a candidate; below, down to `NEAR`, it is shown as a near miss.
POSSIBLE: Final = 0.35
POSSIBLE_IN_PLAN: Final = 0.5
POSSIBLE_IN_COMPONENT: Final = 0.2
NEAR: Final = 0.15
MOST_CANDIDATES: Final = 6
MOST_NEAR: Final = 3

# --- what a score means

# Score ─► share of candidates that were right, on the labelled trees: of files with a doubt, and of unplaced ones.
DOUBTED: Final = ((0.0, 0.0), (0.35, 0.3), (0.58, 0.32), (0.65, 0.5), (0.85, 0.8), (1.0, 0.85))
NEAR_MISSED: Final = ((0.0, 0.0), (0.35, 0.05), (1.0, 0.1))


def reliability(score: float, points: tuple[tuple[float, float], ...]) -> float:
    """Return the share of candidates of a score that are right, between the nearest points.

    Args:
        score: What the rules gave.
        points: Score and share, rising; from 0 to 1.
    """
    for (low, share), (high, next_share) in pairwise(points):
        if score <= high:
            return round(share + (score - low) / (high - low) * (next_share - share), 4)
    return points[-1][1]
