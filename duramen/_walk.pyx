# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""The compiled walk: one pass over a libxml2 tree, from elements to columns of blocks and regions.

A *block* is the text between two block-level boundaries; a *region* is a block-level element with at least one block
beneath it, so that a region's blocks are the rows `first` to `end` of the block columns. No Python object is made for a
node. The tree is read through lxml's public C interface (`lxml.includes.etreepublic`); nothing of libxml2 is linked.

`walk(element, private)` returns a `Walk` of bytes objects, which `duramen.blocks` views as arrays. `private` says that
no other thread can change the tree, so the walk may run without the GIL. The walk is iterative: depth costs memory,
never stack.
"""

from libc.stdint cimport int32_t, uint8_t, uint32_t
from libc.stdlib cimport free, realloc
from libc.string cimport memset, strcmp

from lxml.includes cimport etreepublic as cetree
from lxml.includes.tree cimport xmlAttr, xmlNode, XML_ELEMENT_NODE, XML_TEXT_NODE, XML_CDATA_SECTION_NODE
from lxml.includes.tree cimport XML_ENTITY_REF_NODE

cdef extern from "Python.h" nogil:
    bint Py_UNICODE_ISALNUM(Py_UCS4 ch)
    bint Py_UNICODE_ISUPPER(Py_UCS4 ch)
    bint Py_UNICODE_ISDIGIT(Py_UCS4 ch)
    Py_UCS4 Py_UNICODE_TOLOWER(Py_UCS4 ch)

cetree.import_lxml__etree()


# ---------------------------------------------------------------------------------------------------------------------
# Names that Python reads: the columns, the tags, the context flags

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
cdef int32_t T_A, T_BR, T_IMG, T_INPUT, T_HEAD, T_TITLE, T_INLINE, T_CUSTOM, T_PRE, T_B, T_STRONG, T_HR, T_BODY
cdef int32_t T_TEXTAREA, T_SELECT
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
    global T_A, T_BR, T_IMG, T_INPUT, T_HEAD, T_TITLE, T_INLINE, T_CUSTOM, T_PRE, T_B, T_STRONG, T_HR, T_BODY
    global T_TEXTAREA, T_SELECT
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
    T_PRE, T_B, T_STRONG, T_HR, T_BODY = where["pre"], where["b"], where["strong"], where["hr"], where["body"]
    T_TEXTAREA, T_SELECT = where["textarea"], where["select"]


_fill_tag_table()


# ---------------------------------------------------------------------------------------------------------------------
# The state of a walk

cdef struct Buffer:
    char* data
    size_t size
    size_t room

cdef struct Block:
    int32_t text_start, text_end, chars, words, link_chars, link_words, links, hash_links, punctuation
    int32_t stops, commas, digits, capitals, uppercase, non_ascii, unspaced, bold_chars, images, inputs
    int32_t breaks, tag, depth, region, element, flags, text_hash, path_hash, word_start, word_end
    int32_t attr_start, attr_end, run

cdef struct Region:
    int32_t parent, first, end, tag, depth, element, flags, path_hash, attr_start, attr_end, wider

cdef struct Open:
    xmlNode* node
    int32_t tag, kind, flags, depth, element, region, holder, runs   # holder: the open block-level element around it
    uint32_t path_hash

cdef struct State:
    Buffer text, blocks, regions, words, attrs, attr_scratch, stack, title
    Block block
    bint failed, space, in_title, after_link
    int32_t elements, bold, links, newlines
    uint32_t word_hash, block_hash
    int32_t word_chars
    bint word_upper


cdef inline bint reserve(State* s, Buffer* b, size_t extra) noexcept nogil:
    """Make room for `extra` bytes; False (and `failed`) when there is no memory."""
    cdef size_t room
    cdef char* data
    if b.size + extra <= b.room:
        return True
    room = (b.size + extra) * 2 + 256
    data = <char*>realloc(b.data, room)
    if data == NULL:
        s.failed = True
        return False
    b.data = data
    b.room = room
    return True


cdef inline void push_u32(State* s, Buffer* b, uint32_t value) noexcept nogil:
    if reserve(s, b, 4):
        (<uint32_t*>(b.data + b.size))[0] = value
        b.size += 4


cdef inline const Tag* find_tag(const char* name) noexcept nogil:
    cdef uint32_t h = hash_name(name)
    cdef uint32_t slot = h % TABLE_SIZE
    while TAG_TABLE[slot].name != NULL:
        if TAG_TABLE[slot].hash == h and strcmp(TAG_TABLE[slot].name, name) == 0:
            return &TAG_TABLE[slot]
        slot = (slot + 1) % TABLE_SIZE
    return NULL


# ---------------------------------------------------------------------------------------------------------------------
# Text

cdef inline bint is_unspaced(uint32_t c) noexcept nogil:
    """Scripts written without spaces, where each character counts as a word: Thai to Myanmar, kana, Han."""
    return (0x0E00 <= c <= 0x0EFF or 0x1000 <= c <= 0x109F or 0x1780 <= c <= 0x17FF or 0x3040 <= c <= 0x30FF
            or 0x3400 <= c <= 0x4DBF or 0x4E00 <= c <= 0x9FFF or 0xF900 <= c <= 0xFAFF or 0x20000 <= c <= 0x3FFFF)


cdef inline bint is_space(uint32_t c) noexcept nogil:
    return c <= 0x20 or c == 0xA0 or c == 0x3000 or 0x2000 <= c <= 0x200A or c == 0x202F or c == 0x2028 or c == 0x85


cdef inline void end_word(State* s) noexcept nogil:
    cdef Block* b = &s.block
    if s.word_chars == 0:
        return
    if s.in_title:
        push_u32(s, &s.title, s.word_hash)
    else:
        b.words += 1
        if s.links:
            b.link_words += 1
        if s.word_upper:
            b.capitals += 1
        if b.words <= MAX_WORDS:
            push_u32(s, &s.words, s.word_hash)
        s.block_hash = (s.block_hash ^ s.word_hash) * FNV
    s.word_chars = 0
    s.word_hash = SEED


cdef inline void add_space(State* s, bint newline) noexcept nogil:
    """Write the white space that stands before the next character, once."""
    if not reserve(s, &s.text, 1):
        return
    s.text.data[s.text.size] = c'\n' if newline else c' '
    s.text.size += 1


cdef inline void count(State* s, uint32_t c) noexcept nogil:
    """Count one visible character and carry the word that it belongs to."""
    cdef Block* b = &s.block
    cdef bint alnum, upper
    b.chars += 1
    if s.links:
        b.link_chars += 1
    if s.bold:
        b.bold_chars += 1
    if c < 0x80:
        upper = c'A' <= c <= c'Z'
        alnum = upper or c'a' <= c <= c'z' or c'0' <= c <= c'9' or c == c'_'
        if upper:
            b.uppercase += 1
            c |= 0x20
        elif c'0' <= c <= c'9':
            b.digits += 1
        elif not alnum:
            b.punctuation += 1
            if c == c'.' or c == c'!' or c == c'?':
                b.stops += 1
            elif c == c',' or c == c';':
                b.commas += 1
    else:
        b.non_ascii += 1
        upper = Py_UNICODE_ISUPPER(c)
        alnum = Py_UNICODE_ISALNUM(c)
        if upper:
            b.uppercase += 1
            c = Py_UNICODE_TOLOWER(c)
        if alnum and is_unspaced(c):
            b.unspaced += 1
            end_word(s)
            s.word_chars = 1
            s.word_upper = False
            s.word_hash = (s.word_hash ^ c) * FNV
            end_word(s)
            return
        if not alnum:
            b.punctuation += 1
            if c == 0x3002 or c == 0xFF01 or c == 0xFF1F or c == 0x2026 or c == 0x0964 or c == 0x061F:
                b.stops += 1
            elif c == 0xFF0C or c == 0x3001 or c == 0x060C:
                b.commas += 1
    if alnum:
        if s.word_chars == 0:
            s.word_upper = upper
        s.word_chars += 1
        s.word_hash = (s.word_hash ^ c) * FNV
    else:
        end_word(s)


cdef void add_text(State* s, const uint8_t* p, bint keep_space) noexcept nogil:
    """Add a text node (UTF-8, NUL-terminated, valid as libxml2 keeps it) to the open block.

    White space collapses unless `keep_space`; soft hyphens and zero-width spaces vanish, since they split words.
    """
    cdef uint32_t c
    cdef int n, i
    while p[0]:
        c = p[0]
        n = 1
        if c >= 0xF0 and p[1] and p[2] and p[3]:
            c = ((c & 7) << 18) | ((p[1] & 63) << 12) | ((p[2] & 63) << 6) | (p[3] & 63)
            n = 4
        elif 0xE0 <= c < 0xF0 and p[1] and p[2]:
            c = ((c & 15) << 12) | ((p[1] & 63) << 6) | (p[2] & 63)
            n = 3
        elif 0xC0 <= c < 0xE0 and p[1]:
            c = ((c & 31) << 6) | (p[1] & 63)
            n = 2
        if is_space(c):
            end_word(s)
            if keep_space and not s.in_title:
                if s.block.chars and reserve(s, &s.text, 1):
                    s.text.data[s.text.size] = c'\n' if c == 10 else c' '
                    s.text.size += 1
            else:
                s.space = True
        elif c == 0xAD or c == 0x200B or c == 0xFEFF:
            pass
        elif s.in_title:
            title_char(s, c)
        else:
            if s.newlines and s.block.chars:
                add_space(s, True)
            elif s.space and s.block.chars and not keep_space:
                add_space(s, False)
            s.space = False
            s.newlines = 0
            s.after_link = False
            if reserve(s, &s.text, n):
                for i in range(n):
                    s.text.data[s.text.size + i] = <char>p[i]
                s.text.size += n
            count(s, c)
        p += n


cdef inline void title_char(State* s, uint32_t c) noexcept nogil:
    """Words of <title> are hashed like words of blocks, and nothing else is kept of them here."""
    cdef uint32_t low = Py_UNICODE_TOLOWER(c)
    if not (Py_UNICODE_ISALNUM(c) or c == c'_'):
        end_word(s)
        return
    if is_unspaced(c):
        end_word(s)
    s.word_chars += 1
    s.word_hash = (s.word_hash ^ low) * FNV
    if is_unspaced(c):
        end_word(s)


# ---------------------------------------------------------------------------------------------------------------------
# Attributes

cdef void add_tokens(State* s, Buffer* out, const uint8_t* p, uint32_t part_salt, uint32_t whole_salt) noexcept nogil:
    """Hash the tokens of an attribute's value: its words at white space whole, and their parts at `-`, `_`, camelCase."""
    cdef uint32_t part = part_salt, whole = whole_salt
    cdef int part_length = 0, whole_length = 0, made = 0
    cdef uint8_t c, last = 0
    cdef bint alpha
    while made < MAX_ATTRS:
        c = p[0]
        alpha = c'a' <= c <= c'z' or c'A' <= c <= c'Z' or c >= 0x80
        if (not alpha or (c'A' <= c <= c'Z' and c'a' <= last <= c'z')) and part_length:
            if part_length > 1:
                push_u32(s, out, part)
                made += 1
            part, part_length = part_salt, 0
        if c <= 0x20 and whole_length:
            if whole_length > 1 and whole_salt:
                push_u32(s, out, whole)
                made += 1
            whole, whole_length = whole_salt, 0
        if c == 0:
            return
        if c'A' <= c <= c'Z':
            c |= 0x20
        if alpha:
            part = (part ^ c) * FNV
            part_length += 1
        # Digits number posts and widgets; two of a kind should hash alike.
        if c > 0x20 and not c'0' <= c <= c'9':
            whole = (whole ^ c) * FNV
            whole_length += 1
        last = p[0]
        p += 1


cdef inline const uint8_t* value_of(xmlAttr* attr) noexcept nogil:
    if attr.children == NULL or attr.children.content == NULL:
        return b""
    return <const uint8_t*>attr.children.content


cdef bint hides(const uint8_t* style) noexcept nogil:
    """Whether an inline style holds `display:none` or `visibility:hidden`, white space and case aside."""
    cdef char kept[24]
    cdef int n = 0
    cdef uint8_t c
    while True:
        c = style[0]
        if c == 0 or c == c';':
            kept[n] = 0
            if strcmp(kept, "display:none") == 0 or strcmp(kept, "visibility:hidden") == 0:
                return True
            if strcmp(kept, "display:none!important") == 0:
                return True
            if c == 0:
                return False
            n = 0
        elif c > 0x20 and n < 23:
            kept[n] = <char>(c | 0x20 if c'A' <= c <= c'Z' else c)
            n += 1
        style += 1


cdef int32_t role_flags(const uint8_t* role) noexcept nogil:
    cdef const char* r = <const char*>role
    if strcmp(r, "navigation") == 0 or strcmp(r, "menu") == 0 or strcmp(r, "menubar") == 0:
        return F_NAV
    if strcmp(r, "banner") == 0:
        return F_HEADER
    if strcmp(r, "contentinfo") == 0:
        return F_FOOTER
    if strcmp(r, "complementary") == 0:
        return F_ASIDE
    if strcmp(r, "main") == 0:
        return F_MAIN
    if strcmp(r, "dialog") == 0 or strcmp(r, "alertdialog") == 0:
        return F_DIALOG
    return 0


cdef void read_attributes(State* s, Open* o, Buffer* out) noexcept nogil:
    """See what the attributes say of the element: landmark, hidden, path; and hash their tokens into `out`.

    `out` is NULL for block-level elements: their tokens are written when a region is made of them, as most never are.
    """
    cdef xmlAttr* attr = o.node.properties
    cdef const char* name
    cdef const uint8_t* value
    cdef uint32_t h
    while attr != NULL:
        name = <const char*>attr.name
        value = value_of(attr)
        if strcmp(name, "class") == 0:
            if out != NULL:
                add_tokens(s, out, value, S_PART, S_WHOLE)
            h = SEED
            while value[0]:
                if not c'0' <= value[0] <= c'9':
                    h = (h ^ value[0]) * FNV
                value += 1
            o.path_hash = (o.path_hash ^ h) * FNV
        elif strcmp(name, "role") == 0:
            if out != NULL:
                add_tokens(s, out, value, S_ROLE, 0)
            o.flags |= role_flags(value)
        elif strcmp(name, "hidden") == 0:
            o.flags |= F_HIDDEN
        elif strcmp(name, "aria-hidden") == 0:
            if strcmp(<const char*>value, "true") == 0:
                o.flags |= F_HIDDEN
        elif strcmp(name, "style") == 0:
            if hides(value):
                o.flags |= F_HIDDEN
        elif out != NULL and strcmp(name, "id") == 0:
            add_tokens(s, out, value, S_PART, S_WHOLE)
        elif out != NULL and (strcmp(name, "itemprop") == 0 or strcmp(name, "itemtype") == 0):
            add_tokens(s, out, value, S_ITEM, 0)
        elif o.tag == T_A and strcmp(name, "href") == 0:
            add_tokens(s, out, value, S_HREF, 0)
            if value[0] == c'#':
                s.block.hash_links += 1
        attr = attr.next


# ---------------------------------------------------------------------------------------------------------------------
# Blocks and regions

cdef inline Open* opened(State* s, int32_t i) noexcept nogil:
    return &(<Open*>s.stack.data)[i]


cdef int32_t region_of(State* s, int32_t i) noexcept nogil:
    """Return the region of the open block-level element `i`, making it and those around it where they are missing.

    Amortised constant: a region is made once, and the chain stops at the first that there is.
    """
    cdef int32_t at = i, last = -1, made
    cdef Open* o
    cdef Region* r
    while at >= 0 and opened(s, at).region < 0:
        # While the chain is climbed, each element's empty `region` remembers the one below it (as -2 minus its place).
        opened(s, at).region = -2 - last
        last = at
        at = opened(s, at).holder
    made = opened(s, at).region if at >= 0 else -1
    while last >= 0:
        o = opened(s, last)
        at = last
        last = -2 - o.region
        if not reserve(s, &s.regions, sizeof(Region)):
            return 0
        r = <Region*>(s.regions.data + s.regions.size)
        r.parent = made
        r.first = <int32_t>(s.blocks.size // sizeof(Block))
        r.end = r.first
        r.tag, r.depth, r.element, r.flags = o.tag, o.depth, o.element, o.flags
        r.path_hash = <int32_t>o.path_hash
        r.wider = -1
        r.attr_start = <int32_t>(s.attrs.size // 4)
        region_attributes(s, o)
        r.attr_end = <int32_t>(s.attrs.size // 4)
        made = <int32_t>(s.regions.size // sizeof(Region))
        s.regions.size += sizeof(Region)
        o.region = made
    return made


cdef void region_attributes(State* s, Open* o) noexcept nogil:
    cdef xmlAttr* attr = o.node.properties
    cdef const char* name
    while attr != NULL:
        name = <const char*>attr.name
        if strcmp(name, "class") == 0 or strcmp(name, "id") == 0:
            add_tokens(s, &s.attrs, value_of(attr), S_PART, S_WHOLE)
        elif strcmp(name, "role") == 0:
            add_tokens(s, &s.attrs, value_of(attr), S_ROLE, 0)
        elif strcmp(name, "itemprop") == 0 or strcmp(name, "itemtype") == 0:
            add_tokens(s, &s.attrs, value_of(attr), S_ITEM, 0)
        attr = attr.next


cdef void start_block(State* s) noexcept nogil:
    """Begin an empty block. Images and inputs since the last block are carried: they stand before the next one."""
    cdef int32_t images = s.block.images, inputs = s.block.inputs
    memset(&s.block, 0, sizeof(Block))
    s.block.text_start = <int32_t>s.text.size
    s.block.word_start = <int32_t>(s.words.size // 4)
    s.block.images = images
    s.block.inputs = inputs
    s.attr_scratch.size = 0
    s.block_hash = SEED
    s.word_hash = SEED
    s.word_chars = 0
    s.space = False
    s.newlines = 0
    s.after_link = False


cdef void end_block(State* s, int32_t top) noexcept nogil:
    """Close the open block, if it holds text, as one of the innermost open block-level element."""
    cdef Block* b = &s.block
    cdef int32_t holder = top if opened(s, top).kind == K_BLOCK else opened(s, top).holder
    cdef Open* o
    cdef Open* inner
    cdef size_t i, n
    end_word(s)
    if b.chars == 0 or holder < 0:
        s.text.size = b.text_start
        s.words.size = <size_t>b.word_start * 4
        start_block(s)
        return
    while s.text.size > <size_t>b.text_start and s.text.data[s.text.size - 1] in b" \n":
        s.text.size -= 1
    b.region = region_of(s, holder)
    o = opened(s, holder)
    inner = opened(s, top)
    b.text_end = <int32_t>s.text.size
    b.word_end = <int32_t>(s.words.size // 4)
    b.tag, b.depth, b.element = o.tag, o.depth, o.element
    b.flags = inner.flags
    b.path_hash = <int32_t>o.path_hash
    b.text_hash = <int32_t>s.block_hash
    b.run = o.runs
    o.runs += 1
    b.attr_start = <int32_t>(s.attrs.size // 4)
    n = s.attr_scratch.size // 4
    if n > MAX_ATTRS:
        n = MAX_ATTRS
    if reserve(s, &s.attrs, n * 4):
        for i in range(n):
            # Tokens of inline elements speak of the block, not of the region around it: another salt.
            (<uint32_t*>(s.attrs.data + s.attrs.size))[i] = (<uint32_t*>s.attr_scratch.data)[i] ^ S_INLINE
        s.attrs.size += n * 4
    b.attr_end = <int32_t>(s.attrs.size // 4)
    if reserve(s, &s.blocks, sizeof(Block)):
        (<Block*>(s.blocks.data + s.blocks.size))[0] = b[0]
        s.blocks.size += sizeof(Block)
    b.images = 0
    b.inputs = 0
    start_block(s)


# ---------------------------------------------------------------------------------------------------------------------
# Elements

cdef bint enter(State* s, xmlNode* node, int32_t top) noexcept nogil:
    """Open an element on top of the stack. False: it and all beneath it is passed over."""
    cdef const Tag* tag = find_tag(<const char*>node.name)
    cdef Open* o
    cdef const Open* parent
    cdef int32_t kind = K_INLINE, id = T_INLINE, flags = 0
    cdef const char* p
    s.elements += 1
    if tag != NULL:
        kind, id, flags = tag.kind, tag.id, tag.flags
    else:
        p = <const char*>node.name
        while p[0]:
            if p[0] == c'-':
                kind, id = K_BLOCK, T_CUSTOM
            p += 1
    if kind == K_SKIP:
        return False
    if not reserve(s, &s.stack, sizeof(Open)):
        return False
    o = <Open*>(s.stack.data + s.stack.size)
    memset(o, 0, sizeof(Open))
    o.node, o.tag, o.kind, o.flags = node, id, kind, flags
    o.element = s.elements - 1
    o.region, o.holder = -1, -1
    o.path_hash = SEED
    if top >= 0:
        parent = opened(s, top)
        o.flags |= parent.flags
        o.depth = parent.depth + 1
        o.holder = top if parent.kind == K_BLOCK else parent.holder
        o.path_hash = parent.path_hash
    o.path_hash = (o.path_hash ^ <uint32_t>(id + 1)) * FNV
    s.stack.size += sizeof(Open)
    if kind == K_VOID:
        enter_void(s, o, top)
        return not (s.failed or id == T_BR or id == T_IMG or id == T_INPUT)
    if kind == K_BLOCK:
        if top >= 0:
            end_block(s, top)
        read_attributes(s, o, NULL)
        return True
    if id == T_A:
        if s.after_link and not s.space:
            s.space = True  # `<a>Home</a><a>About</a>` is two words to any reader
        s.links += 1
        s.block.links += 1
    elif id == T_B or id == T_STRONG:
        s.bold += 1
    read_attributes(s, o, &s.attr_scratch)
    return True


cdef void enter_void(State* s, Open* o, int32_t top) noexcept nogil:
    if o.tag == T_BR:
        end_word(s)
        s.block.breaks += 1
        s.newlines += 1
        if s.newlines >= 2 and top >= 0 and not (o.flags & F_PRE):
            end_block(s, top)
    elif o.tag == T_IMG:
        s.block.images += 1
    elif o.tag == T_INPUT:
        s.block.inputs += 1
    elif o.tag == T_TITLE:
        end_word(s)
        s.in_title = True


cdef void leave(State* s) noexcept nogil:
    """Close the element on top of the stack."""
    cdef int32_t top = <int32_t>(s.stack.size // sizeof(Open)) - 1
    cdef Open* o = opened(s, top)
    cdef Region* r
    if o.kind == K_BLOCK:
        end_block(s, top)
        o = opened(s, top)
        if o.region >= 0:
            (<Region*>s.regions.data)[o.region].end = <int32_t>(s.blocks.size // sizeof(Block))
    elif o.tag == T_A:
        end_word(s)
        s.links -= 1
        s.after_link = True
    elif o.tag == T_B or o.tag == T_STRONG:
        s.bold -= 1
    elif o.tag == T_TITLE:
        end_word(s)
        s.in_title = False
    s.stack.size -= sizeof(Open)


cdef void visit(State* s, xmlNode* root) noexcept nogil:
    """Walk the tree below `root` in document order, without recursion."""
    cdef xmlNode* node = root
    cdef int32_t top
    cdef Open* o
    cdef bint down
    start_block(s)
    while not s.failed:
        down = False
        top = <int32_t>(s.stack.size // sizeof(Open)) - 1
        if node.type == XML_ELEMENT_NODE:
            if enter(s, node, top):
                if node.children != NULL:
                    node = node.children
                    continue
                leave(s)
            elif s.stack.size > <size_t>(top + 1) * sizeof(Open):
                s.stack.size -= sizeof(Open)  # a void element: nothing beneath
            else:
                s.elements += count_elements(node)
        elif (node.type == XML_TEXT_NODE or node.type == XML_CDATA_SECTION_NODE) and node.content != NULL and top >= 0:
            o = opened(s, top)
            # Text straight in <head> is nobody's.
            if o.tag != T_HEAD:
                add_text(s, <const uint8_t*>node.content, (o.flags & F_PRE) != 0)
        while node != root and node.next == NULL:
            node = node.parent
            leave(s)
        if node == root:
            break
        node = node.next


cdef int32_t count_elements(xmlNode* top) noexcept nogil:
    """Count the elements beneath a skipped one, so that element numbers stay those of document order."""
    cdef xmlNode* node = top.children
    cdef int32_t n = 0
    while node != NULL:
        if node.type == XML_ELEMENT_NODE:
            n += 1
        if node.type == XML_ELEMENT_NODE and node.children != NULL:
            node = node.children
            continue
        while node.next == NULL:
            node = node.parent
            if node == top:
                return n
        node = node.next
    return n


cdef void link_wider(State* s) noexcept nogil:
    """Point each region to the nearest one around it that holds more blocks: wrappers add no context."""
    cdef Region* regions = <Region*>s.regions.data
    cdef Region* r
    cdef Region* p
    cdef size_t i, n = s.regions.size // sizeof(Region)
    for i in range(n):
        r = &regions[i]
        if r.parent >= 0:
            p = &regions[r.parent]
            r.wider = r.parent if p.first < r.first or p.end > r.end else p.wider


class Walk:
    """What a walk found, as bytes: int32 rows of BLOCK_COLUMNS and REGION_COLUMNS, UTF-8 text, uint32 hashes."""

    __slots__ = ("attrs", "blocks", "regions", "text", "title", "words")

    def __init__(self, blocks, regions, text, words, attrs, title):
        self.blocks, self.regions, self.text = blocks, regions, text
        self.words, self.attrs, self.title = words, attrs, title


def walk(cetree._Element element not None, bint private=False):
    """Walk the tree below `element`. Raises MemoryError; anything that lxml can hold is fine as a tree."""
    cdef State s
    cdef xmlNode* root = element._c_node
    if root == NULL or root.type != XML_ELEMENT_NODE:
        raise TypeError("a walk starts at an element, not at a comment or processing instruction")
    memset(&s, 0, sizeof(State))
    try:
        if private:
            with nogil:
                visit(&s, root)
                link_wider(&s)
        else:
            visit(&s, root)
            link_wider(&s)
        if s.failed:
            raise MemoryError("the page's blocks do not fit in memory")
        return Walk(
            s.blocks.data[:s.blocks.size], s.regions.data[:s.regions.size], s.text.data[:s.text.size],
            s.words.data[:s.words.size], s.attrs.data[:s.attrs.size], s.title.data[:s.title.size],
        )
    finally:
        for buffer in (0, 1, 2, 3, 4, 5, 6, 7):
            free((<Buffer*>&s)[buffer].data)
