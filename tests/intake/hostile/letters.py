"""Vietnamese letters as the old encodings, older keyboards and other systems write them."""

from __future__ import annotations

import unicodedata

_TONES = "\u0300\u0309\u0303\u0301\u0323"
"""Grave, hook, tilde, acute, dot: the order in which TCVN 5712 lists a vowel."""

_TCVN3_VOWELS = {
    "a": "µ¶·¸¹", "ă": "»¼½¾Æ", "â": "ÇÈÉÊË", "e": "ÌÎÏÐÑ", "ê": "ÒÓÔÕÖ", "i": "×ØÜÝÞ",
    "o": "ßáâãä", "ô": "åæçèé", "ơ": "êëìíî", "u": "ïñòóô", "ư": "õö÷øù", "y": "úûüýþ",
}  # fmt: skip
_TCVN3_PLAIN = dict(zip("ăâêôơưđĂÂÊÔƠƯĐ", "¨©ª«¬\u00ad®¡¢£¤¥¦§", strict=True))

_VNI_BASE = {
    "ă": "aê", "â": "aâ", "ê": "eâ", "ô": "oâ", "ơ": "ô", "ư": "ö", "đ": "ñ",
    "Ă": "AÊ", "Â": "AÂ", "Ê": "EÂ", "Ô": "OÂ", "Ơ": "Ô", "Ư": "Ö", "Đ": "Ñ",
}  # fmt: skip
_VNI_TONES = dict(zip(_TONES, "øûõùï", strict=True))
_VNI_CIRCUMFLEX = dict(zip(_TONES, "àåãáä", strict=True))
_VNI_BREVE = dict(zip(_TONES, "èúüéë", strict=True))
_VNI_WHOLE = dict(zip("ìỉĩíịỵÌỈĨÍỊỴ", "ìæóíòîÌÆÓÍÒÎ", strict=True))


def _parted(letter: str) -> tuple[str, str]:
    """A letter without its tone, and the tone."""
    parts = unicodedata.normalize("NFD", letter)
    tone = "".join(part for part in parts if part in _TONES)
    return unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES)), tone


def tcvn3(text: str) -> str:
    """The text as it looks when a file typed in TCVN3 (ABC, .VnTime) is opened as if it were Western.

    The capitals with a tone are those of a font of capitals, so that their letters are small.
    """
    written = []
    for letter in unicodedata.normalize("NFC", text):
        base, tone = _parted(letter)
        if tone:
            written.append(_TCVN3_VOWELS[base.lower()][_TONES.index(tone)])
        else:
            written.append(_TCVN3_PLAIN.get(base, base))
    return "".join(written)


def vni(text: str) -> str:
    """The text as it looks when a file typed in VNI (VNI-Times) is opened as if it were Western."""
    written = []
    for letter in unicodedata.normalize("NFC", text):
        base, tone = _parted(letter)
        if letter in _VNI_WHOLE:
            written.append(_VNI_WHOLE[letter])
        elif not tone:
            written.append(_VNI_BASE.get(base, base))
        else:
            written.append(_with_tone(base, tone))
    return "".join(written)


def _with_tone(base: str, tone: str) -> str:
    small = base.lower()
    if small in "âêô":
        said = _VNI_BASE[small][0] + _VNI_CIRCUMFLEX[tone]
    elif small == "ă":
        said = "a" + _VNI_BREVE[tone]
    else:
        said = _VNI_BASE.get(small, small) + _VNI_TONES[tone]
    return said if base == small else said.upper()


def decomposed(text: str) -> str:
    """Letters, their signs and tones apart, as a Mac writes them."""
    return unicodedata.normalize("NFD", text)


def half_composed(text: str) -> str:
    """Letters with their signs and the tones apart, as windows-1258 keeps them."""
    return "".join("".join(_parted(letter)) for letter in unicodedata.normalize("NFC", text))


_OTHER_PLACE = {
    "oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa", "oè": "òe", "oé": "óe", "oẻ": "ỏe",
    "oẽ": "õe", "oẹ": "ọe", "uỳ": "ùy", "uý": "úy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy",
}  # fmt: skip


def other_place_of_tone(text: str) -> str:
    """The tone at the other place: hoà for hòa and hòa for hoà; not where a letter follows, as in hoàn."""
    for one, other in list(_OTHER_PLACE.items()):
        for new, old in ((one, other), (one.upper(), other.upper())):
            text = text.replace(new + " ", "\0").replace(old + " ", new + " ").replace("\0", old + " ")
            if text.endswith(new):
                text = text.removesuffix(new) + old
            elif text.endswith(old):
                text = text.removesuffix(old) + new
    return text
