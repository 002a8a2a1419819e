from lxml.etree import _Element

BLOCK_COLUMNS: tuple[str, ...]
REGION_COLUMNS: tuple[str, ...]
TAGS: tuple[str, ...]
_KINDS: dict[str, str]
FLAGS: dict[str, int]
LISTENS: bool

class Walk:
    blocks: bytes
    regions: bytes
    text: bytes
    words: bytes
    attrs: bytes
    title: bytes
    description: bytes

def walk(element: _Element, private: bool = False) -> Walk: ...
def walk_page(page: bytes) -> tuple[Walk | None, bool, int] | None: ...
def elements_at(root: _Element, places: list[int]) -> list[_Element]: ...
