"""How upstream stored what it collected: the charset of a copy of a page, and the text of a gold file."""

from __future__ import annotations

import codecs
from typing import Final

from duramen.decode import codec_for, is_utf8, sniff

#: A way to meet malformed bytes that Python's codecs can be told by name.
_WINDOWS_1252: Final = "duramen-windows-1252"


def stored_charset(html: bytes, stated: str | None = None) -> str | None:
    """Return the charset of a page whose copy may be stored otherwise than the page declares; None: as it declares.

    Letters beyond ASCII that come out as well-formed UTF-8 do not do so by chance: such a copy was stored as UTF-8,
    whatever its <meta> says. Else what upstream stated holds, if that is a charset and the bytes do not refute it.
    """
    if not html.isascii() and is_utf8(html):
        return "utf-8"
    codec = codec_for(stated) if stated else None
    return None if codec is None or (codec == "utf-8" and not is_utf8(html)) else stated


def decode_gold(gold: bytes) -> str:
    """Return a gold text that a person saved as the editor would have it.

    UTF-16 is known by its byte order mark. Of the rest, bytes that are no UTF-8 are read as windows-1252, one by one:
    people paste from pages into files that hold both.
    """
    codec, skip = sniff(gold) if gold[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else ("utf-8-sig", 0)
    return gold[skip:].decode(codec, _WINDOWS_1252)


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("windows-1252", "replace"), error.end


codecs.register_error(_WINDOWS_1252, _as_windows_1252)
