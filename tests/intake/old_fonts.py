"""Typing with the fonts before Unicode: the alphabets written by hand, apart from the package's tables."""

import unicodedata

LETTERS = "àảãáạ ăằẳẵắặ âầẩẫấậ đ èẻẽéẹ êềểễếệ ìỉĩíị òỏõóọ ôồổỗốộ ơờởỡớợ ùủũúụ ưừửữứự ỳỷỹýỵ".replace(" ", "")
TCVN3 = "µ¶·¸¹ ¨»¼½¾Æ ©ÇÈÉÊË ® ÌÎÏÐÑ ªÒÓÔÕÖ ×ØÜÝÞ ßáâãä «åæçèé ¬êëìíî ïñòóô \xadõö÷øù úûüýþ".replace(" ", "")
VNI = [
    *("aø", "aû", "aõ", "aù", "aï", "aê", "aè", "aú", "aü", "aé", "aë", "aâ", "aà", "aå", "aã", "aá", "aä"),
    *("ñ", "eø", "eû", "eõ", "eù", "eï", "eâ", "eà", "eå", "eã", "eá", "eä", "ì", "æ", "ó", "í", "ò"),
    *("oø", "oû", "oõ", "où", "oï", "oâ", "oà", "oå", "oã", "oá", "oä", "ô", "ôø", "ôû", "ôõ", "ôù", "ôï"),
    *("uø", "uû", "uõ", "uù", "uï", "ö", "öø", "öû", "öõ", "öù", "öï", "yø", "yû", "yõ", "yù", "î"),
]

SIGNS = {
    "tcvn3": dict(zip(LETTERS, TCVN3, strict=True)) | dict(zip("ĂÂÊÔƠƯĐ", "¡¢£¤¥¦§", strict=True)),
    "vni": {
        case(letter): case(signs)
        for letter, signs in zip(LETTERS, VNI, strict=True)
        for case in (str.lower, str.upper)
    },
}


def typed(text, encoding, page="cp1252"):
    """The text as somebody types it with a font of the encoding, and Windows shows it without."""
    signs = SIGNS[encoding]
    shown = "".join(signs.get(c, signs.get(c.lower(), c)) for c in unicodedata.normalize("NFC", text))
    return "".join(c.encode("latin-1").decode(page) if "\xa0" <= c <= "\xff" else c for c in shown)
