# The names that the walk knows: columns and flags that Python reads, tags with what is done about them.
# Part of `_walk.pyx`.

#: One int32 column a name, in the order of the C struct.
BLOCK_COLUMNS = (
    "text_start", "text_end", "chars", "words", "link_chars", "link_words", "links", "hash_links", "punctuation",
    "stops", "commas", "digits", "capitals", "uppercase", "non_ascii", "unspaced", "bold_chars", "images", "inputs",
    "breaks", "tag", "depth", "region", "element", "flags", "text_hash", "path_hash", "word_start", "word_end",
    "attr_start", "attr_end", "run",
)
REGION_COLUMNS = (
    "parent", "first", "end", "tag", "depth", "element", "flags", "path_hash", "attr_start", "attr_end", "wider",
)

#: Elements the walk knows by name, with what it does about them: b = block-level, i = inline, s = skipped with all
#: beneath it, v = void and counted. Names it does not know are inline, unless they hold a hyphen (custom elements are
#: containers in practice).
_KINDS = {
    "address": "b", "article": "b", "aside": "b", "blockquote": "b", "body": "b", "button": "b", "caption": "b",
    "center": "b", "dd": "b", "details": "b", "dialog": "b", "dir": "b", "div": "b", "dl": "b", "dt": "b",
    "fieldset": "b", "figcaption": "b", "figure": "b", "footer": "b", "form": "b", "h1": "b", "h2": "b", "h3": "b",
    "h4": "b", "h5": "b", "h6": "b", "header": "b", "hgroup": "b", "html": "b", "label": "b", "legend": "b", "li": "b",
    "main": "b", "menu": "b", "nav": "b", "noscript": "b", "ol": "b", "optgroup": "b", "option": "b", "p": "b",
    "pre": "b", "search": "b", "section": "b", "select": "b", "summary": "b", "table": "b", "tbody": "b", "td": "b",
    "textarea": "b", "tfoot": "b", "th": "b", "thead": "b", "tr": "b", "ul": "b", "xmp": "b", "listing": "b",
    "plaintext": "b", "custom": "b", "hr": "b",
    "a": "i", "abbr": "i", "b": "i", "cite": "i", "code": "i", "em": "i", "font": "i", "i": "i", "inline": "i",
    "small": "i", "span": "i", "strong": "i", "sub": "i", "sup": "i", "time": "i", "u": "i",
    "audio": "s", "canvas": "s", "iframe": "s", "noembed": "s", "noframes": "s", "object": "s", "script": "s",
    "style": "s", "svg": "s", "template": "s", "video": "s", "datalist": "s",
    "br": "v", "img": "v", "input": "v", "head": "v", "title": "v",
}
#: Tag names; the `tag` columns index this.
TAGS = tuple(_KINDS)

#: Bits of the `flags` columns: what encloses the text. All are inherited by everything beneath.
FLAGS = {
    "nav": 1 << 0, "header": 1 << 1, "footer": 1 << 2, "aside": 1 << 3, "article": 1 << 4, "main": 1 << 5,
    "section": 1 << 6, "form": 1 << 7, "table": 1 << 8, "list": 1 << 9, "item": 1 << 10, "definitions": 1 << 11,
    "noscript": 1 << 12, "figure": 1 << 13, "button": 1 << 14, "quote": 1 << 15, "pre": 1 << 16, "heading": 1 << 17,
    "link": 1 << 18, "hidden": 1 << 19, "details": 1 << 20, "label": 1 << 21, "select": 1 << 22, "dialog": 1 << 23,
    "code": 1 << 24,
}

cdef enum:
    F_NAV = 1 << 0
    F_HEADER = 1 << 1
    F_FOOTER = 1 << 2
    F_ASIDE = 1 << 3
    F_MAIN = 1 << 5
    F_NOSCRIPT = 1 << 12
    F_PRE = 1 << 16
    F_LINK = 1 << 18
    F_HIDDEN = 1 << 19
    F_DIALOG = 1 << 23
    K_BLOCK = 0
    K_INLINE = 1
    K_SKIP = 2
    K_VOID = 3
    TABLE_SIZE = 1024
    NAMES_KEPT = 64
    MAX_WORDS = 40        # words a block that are hashed: a long paragraph is known by its start
    MAX_ATTRS = 24        # tokens an element
    FNV = 16777619
    SEED = 2166136261U
    S_PART = 0x9E3779B9U   # salts keep the vocabularies apart
    S_WHOLE = 0x85EBCA6BU
    S_ROLE = 0xC2B2AE35U
    S_ITEM = 0x27D4EB2FU
    S_HREF = 0x165667B1U
    S_INLINE = 0x2545F491U

cdef struct Tag:
    const char* name
    uint32_t hash
    int32_t id
    int32_t kind
    int32_t flags

cdef Tag TAG_TABLE[TABLE_SIZE]
cdef int32_t T_A, T_BR, T_IMG, T_INPUT, T_HEAD, T_TITLE, T_INLINE, T_CUSTOM, T_B, T_STRONG
_NAMES = [name.encode() for name in TAGS]  # owns the bytes that TAG_TABLE points to

_TAG_FLAGS = {
    "nav": ("nav",), "header": ("header",), "footer": ("footer",), "aside": ("aside",), "article": ("article",),
    "main": ("main",), "section": ("section",), "form": ("form",), "table": ("table",), "ul": ("list",),
    "ol": ("list",), "li": ("item",), "dl": ("definitions",), "noscript": ("noscript",), "figure": ("figure",),
    "button": ("button",), "blockquote": ("quote",), "pre": ("pre",), "listing": ("pre",), "xmp": ("pre",),
    "plaintext": ("pre",), "textarea": ("form",), "h1": ("heading",), "h2": ("heading",), "h3": ("heading",),
    "h4": ("heading",), "h5": ("heading",), "h6": ("heading",), "a": ("link",), "details": ("details",),
    "label": ("label",), "select": ("select",), "dialog": ("dialog",), "code": ("code",),
}


cdef inline uint32_t hash_name(const char* name) noexcept nogil:
    cdef uint32_t h = SEED
    while name[0]:
        h = (h ^ <uint8_t>name[0]) * FNV
        name += 1
    return h


def _fill_tag_table():
    global T_A, T_BR, T_IMG, T_INPUT, T_HEAD, T_TITLE, T_INLINE, T_CUSTOM, T_B, T_STRONG
    memset(TAG_TABLE, 0, sizeof(TAG_TABLE))
    cdef uint32_t slot
    for i, name in enumerate(TAGS):
        raw = <bytes>_NAMES[i]
        h = hash_name(raw)
        slot = h % TABLE_SIZE
        while TAG_TABLE[slot].name != NULL:
            slot = (slot + 1) % TABLE_SIZE
        TAG_TABLE[slot].name = raw
        TAG_TABLE[slot].hash = h
        TAG_TABLE[slot].id = i
        TAG_TABLE[slot].kind = "bisv".index(_KINDS[name])
        TAG_TABLE[slot].flags = sum(FLAGS[f] for f in _TAG_FLAGS.get(name, ()))
    where = {name: i for i, name in enumerate(TAGS)}
    T_A, T_BR, T_IMG, T_INPUT = where["a"], where["br"], where["img"], where["input"]
    T_HEAD, T_TITLE, T_INLINE, T_CUSTOM = where["head"], where["title"], where["inline"], where["custom"]
    T_B, T_STRONG = where["b"], where["strong"]


_fill_tag_table()


cdef inline const Tag* find_tag(const char* name) noexcept nogil:
    cdef uint32_t h = hash_name(name)
    cdef uint32_t slot = h % TABLE_SIZE
    while TAG_TABLE[slot].name != NULL:
        if TAG_TABLE[slot].hash == h and strcmp(TAG_TABLE[slot].name, name) == 0:
            return &TAG_TABLE[slot]
        slot = (slot + 1) % TABLE_SIZE
    return NULL
