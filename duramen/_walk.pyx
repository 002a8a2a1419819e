# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""The compiled walk: one pass over a libxml2 tree, from elements to columns of blocks and regions.

A *block* is the text between two block-level boundaries; a *region* is a block-level element with at least one block
beneath it, so that a region's blocks are the rows `first` to `end` of the block columns. No Python object is made for a
node. The tree is read through lxml's public C interface (`lxml.includes.etreepublic`); nothing of libxml2 is linked.

`walk(element, private)` returns a `Walk` of bytes objects, which `duramen.blocks` views as arrays. `private` says that
no other thread can change the tree, so the walk may run without the GIL. The walk is iterative: depth costs memory,
never stack.
"""

from cpython.bytes cimport PyBytes_AS_STRING, PyBytes_FromStringAndSize
from libc.stdint cimport int32_t, int64_t, uint8_t, uint32_t
from libc.stdlib cimport free, realloc
from libc.string cimport memchr, memcpy, memset, strcmp, strlen

from lxml.includes cimport etreepublic as cetree
from lxml.includes.tree cimport xmlAttr, xmlChar, xmlDoc, xmlElementType, xmlNode, XML_CDATA_SECTION_NODE, XML_ELEMENT_NODE, XML_TEXT_NODE

cdef extern from "Python.h" nogil:
    bint Py_UNICODE_ISALNUM(Py_UCS4 ch)
    bint Py_UNICODE_ISUPPER(Py_UCS4 ch)
    Py_UCS4 Py_UNICODE_TOLOWER(Py_UCS4 ch)

cetree.import_lxml__etree()

include "_walk_names.pxi"


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
    Buffer text, blocks, regions, words, attrs, attr_scratch, stack, title, description
    Block block
    bint failed, space, after_link
    Buffer* aside                            # where words go that are no block's, as those of <title>; else NULL
    int32_t elements, bold, links, newlines
    uint32_t word_hash, block_hash
    int32_t word_chars
    bint word_upper
    # libxml2 keeps a name once a document: where it stands says what it is, without reading it again.
    const char* tag_names[NAMES_KEPT]
    const Tag* tags[NAMES_KEPT]
    const char* attribute_names[NAMES_KEPT]
    int32_t attributes[NAMES_KEPT]


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


include "_walk_text.pxi"
include "_walk_attributes.pxi"
include "_walk_elements.pxi"
include "_walk_places.pxi"


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
    cdef int32_t kind
    while attr != NULL:
        kind = attribute_of(s, <const char*>attr.name)
        if kind == A_CLASS or kind == A_ID:
            add_tokens(s, &s.attrs, value_of(attr), S_PART, S_WHOLE)
        elif kind == A_ROLE:
            add_tokens(s, &s.attrs, value_of(attr), S_ROLE, 0)
        elif kind == A_ITEM:
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
    while s.text.size > <size_t>b.text_start and s.text.data[s.text.size - 1] in b" \n\t":
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


include "_walk_found.pxi"


cdef void walk_below(State* s, xmlNode* root) noexcept nogil:
    visit(s, root)
    link_wider(s)


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
                walk_below(&s, root)
        else:
            walk_below(&s, root)
        return found_by(&s)
    finally:
        discard(&s)


include "_walk_source.pxi"
include "_walk_parser.pxi"
