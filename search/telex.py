"""Words typed with the keyboard's Vietnamese mode off: raw Telex and VNI."""

import re
import unicodedata

TONES = {
    **dict(zip("sfrxj", "\u0301\u0300\u0309\u0303\u0323", strict=True)),
    **dict(zip("12345", "\u0301\u0300\u0309\u0303\u0323", strict=True)),
}
# The longest first; w after "uo" marks both letters.
LETTERS = (
    (re.compile(r"dd"), "đ"),
    (re.compile(r"d(?=[a-z]*9)"), "đ"),
    (re.compile(r"uo(?=[a-z]*[w7])"), "ươ"),
    (re.compile(r"([aeo])\1"), r"\1^"),
    (re.compile(r"([aeo])(?=[a-z]*6)"), r"\1^"),
    (re.compile(r"a(?=[a-z]*8)"), "ă"),
    (re.compile(r"a(?=[a-z]*w)"), "ă"),
    (re.compile(r"o(?=[a-z]*[w7])"), "ơ"),
    (re.compile(r"u(?=[a-z]*[w7])"), "ư"),
)
HATS = (("a^", "â"), ("e^", "ê"), ("o^", "ô"))
LEFTOVERS = re.compile(r"[w6789]")
TONE = re.compile(r"(?<=[a-z6-9ăâêôơưđ])[sfrxj12345](?=[a-z6789]{0,3}$)")
VOWEL = re.compile(r"[aeiouyăâêôơư]")


def decode(word: str) -> str:
    """Return the word that the keys `word` were meant to give, or `word` itself."""
    word = word.lower()
    keys, tone = _take_tone(word)
    for pattern, letter in LETTERS:
        keys = pattern.sub(letter, keys)
    for hat, letter in HATS:
        keys = keys.replace(hat, letter)
    keys = LEFTOVERS.sub("", keys).replace("^", "")
    if keys == word or not VOWEL.search(keys):
        return word
    return _with_tone(keys, tone)


def _take_tone(word: str) -> tuple[str, str]:
    """Return `word` without the key of its tone, and the tone's mark."""
    for found in reversed(list(TONE.finditer(word))):
        if VOWEL.search(word[: found.start()]):
            return word[: found.start()] + word[found.end() :], TONES[found[0]]
    return word, ""


def _with_tone(letters: str, tone: str) -> str:
    """Return `letters` with `tone` on a vowel that may carry it."""
    vowels = [match.start() for match in VOWEL.finditer(letters)]
    if letters.startswith(("qu", "gi")) and len(vowels) > 1:
        vowels = vowels[1:]
    marked = [place for place in vowels if letters[place] in "ăâêôơư"]
    closed = vowels[-1] < len(letters) - 1
    place = marked[-1] if marked else vowels[-1] if closed or len(vowels) == 1 else vowels[-2]
    return unicodedata.normalize("NFC", letters[: place + 1] + tone + letters[place + 1 :])


def written(exact: str) -> str:
    """Return the word whose exact key is `exact`: hòa for hoa2."""
    letters = exact.rstrip("12345")
    return (
        _with_tone(letters, TONES[exact[-1]])
        if VOWEL.search(letters) and letters != exact
        else exact
    )
