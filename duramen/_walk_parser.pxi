# From bytes to a walk without a tree. Part of `_walk.pyx`.
#
# Where text alone is wanted nobody asks for elements, and half of what a parse takes goes into nodes of which the walk
# reads little. So libxml2's parser, lxml's own, is listened to (SAX), and elements are entered and left, as the walk of
# lxml's tree enters and leaves them, when their tags are met. Of an element there is what the walk reads, its name and
# some attributes, and only while it is open. Tests hold the columns to those of lxml's tree, one by one.
#
# The one thing that a tree has in another order is what stands behind `</html>`: it belongs to the body. So body and root
# stay open to the end, unless something stands between `</body>` and `</html>`, too: such a page is left to lxml.

from libc.stdlib cimport malloc

from os import fsencode as _fsencode

from lxml import etree as _etree

cdef extern from "_libxml2.h" nogil:
    ctypedef struct xmlError:
        int code
    ctypedef struct xmlParserCtxt
    ctypedef struct xmlSAXHandler:
        int initialized
    ctypedef struct Libxml2:  # how to make a parser that speaks to a listener, let it read, stop it and be rid of it
        xmlParserCtxt* (*make)(const xmlSAXHandler*, void*) noexcept nogil
        xmlDoc* (*read)(xmlParserCtxt*, xmlInputReadCallback, void*, void*, const char*, const char*, int) noexcept nogil
        const xmlError* (*last_error)(void*) noexcept nogil
        long (*consumed)(xmlParserCtxt*) noexcept nogil
        void (*stop)(xmlParserCtxt*) noexcept nogil
        void (*discard)(xmlParserCtxt*) noexcept nogil
        void (*discard_document)(xmlDoc*) noexcept nogil
    ctypedef void (*startElementSAXFunc)(void*, const xmlChar*, const xmlChar**) noexcept
    ctypedef void (*endElementSAXFunc)(void*, const xmlChar*) noexcept
    ctypedef void (*charactersSAXFunc)(void*, const xmlChar*, int) noexcept
    bint find_libxml2(Libxml2* found, const char* module)
    xmlSAXHandler listener(startElementSAXFunc, endElementSAXFunc, charactersSAXFunc)
    size_t NODE_READ, ATTRIBUTE_READ  # bytes of them that the walk reads, and no more are there
    int HTML_PARSE_RECOVER, HTML_PARSE_NOERROR, HTML_PARSE_NOWARNING, HTML_PARSE_NONET, HTML_PARSE_COMPACT
    int XML_PARSE_HUGE, XML_ERR_NO_MEMORY

cdef enum:
    DEEPEST = 2048            # elements in each other: where libxml2 stops (parser.c, nodePush), with what it has
    PIECE_LEAST = 1 << 15     # bytes of memory that are taken at a time

cdef struct Piece:
    Piece* before
    size_t used, room

cdef struct Heard:
    State* state
    xmlParserCtxt* parser
    Source source
    Piece* pieces                            # what is kept of open elements: a stack
    Buffer text                              # where a text gets the end that the walk looks for
    int32_t depth                            # how many elements the parser says are open
    int32_t passed_over                      # the depth of an element of which nothing is read, 0 outside of one
    long head                                # bytes up to what stands behind the page's head, 0 where nothing does
    bint counted                             # whether elements in one that is passed over count
    bint rooted, root_ended, body_ended, body_left
    bint deep, out_of_order

cdef Libxml2 LIBXML2
cdef xmlSAXHandler LISTENER
#: Whether `walk_page` can be had. From 2.14 on libxml2 reads HTML by its standard's tokenizer, in its own way before.
LISTENS = bool(_etree.LIBXML_VERSION >= (2, 14) and find_libxml2(&LIBXML2, _fsencode(_etree.__file__)))


cdef void* take(Heard* h, size_t size) noexcept nogil:
    """Return memory until what was taken before it is given back; NULL, with the parser stopped, where there is none."""
    cdef Piece* last = h.pieces
    cdef Piece* piece
    cdef size_t room
    size = (size + 7) & ~<size_t>7
    if last == NULL or last.used + size > last.room:
        room = max(size, <size_t>PIECE_LEAST)
        piece = <Piece*>malloc(sizeof(Piece) + room)
        if piece == NULL:
            fail(h)
            return NULL
        piece.before, piece.used, piece.room = last, 0, room
        h.pieces = last = piece
    last.used += size
    return <char*>(last + 1) + last.used - size


cdef void give_back(Heard* h, const void* mark) noexcept nogil:
    """Give back what was taken from `mark` on; all of it where that is NULL."""
    cdef Piece* piece
    cdef const char* at = <const char*>mark
    while h.pieces != NULL:
        piece = h.pieces
        if at != NULL and <const char*>(piece + 1) <= at < <const char*>(piece + 1) + piece.room:
            piece.used = at - <const char*>(piece + 1)
            return
        h.pieces = piece.before
        free(piece)


cdef void fail(Heard* h) noexcept nogil:
    h.state.failed = True
    LIBXML2.stop(h.parser)


cdef inline bint is_over(Heard* h) noexcept nogil:
    """Whether the parser has been stopped, or is to be: what it may still say is not heard."""
    return h.deep or h.out_of_order or h.state.failed


cdef void on_start(void* user, const xmlChar* name, const xmlChar** attributes) noexcept nogil:
    cdef Heard* h = <Heard*>user
    h.source.raw = NULL
    if is_over(h):
        return
    if is_raw(<const char*>name):
        enter_raw(&h.source, <const char*>name, LIBXML2.consumed(h.parser))
    if h.depth == DEEPEST:
        h.deep = True
        LIBXML2.stop(h.parser)
        return
    if h.depth == 0 and h.body_left:
        h.out_of_order = True
        LIBXML2.stop(h.parser)
        return
    if h.depth == 1 and h.head == 0 and strcmp(<const char*>name, "head") != 0:
        h.head = place(&h.source, LIBXML2.consumed(h.parser))
    if behind_body(h):
        leave_body(h)
    h.rooted = True
    h.depth += 1
    if h.passed_over:
        h.state.elements += h.counted
        return
    open_element(h, name, attributes)


cdef void open_element(Heard* h, const xmlChar* name, const xmlChar** attributes) noexcept nogil:
    cdef State* s = h.state
    cdef size_t before = s.stack.size
    cdef xmlNode* node = <xmlNode*>take(h, NODE_READ)
    if node == NULL:
        return
    node.name = name  # libxml2 keeps names for as long as its parser lives
    node.properties = NULL
    if attributes != NULL:
        keep_attributes(h, node, attributes)
    if s.failed or enter(s, node, <int32_t>(before // sizeof(Open)) - 1):
        return
    if s.failed:
        fail(h)
        return
    # In a root that is passed over stands all that follows, too.
    h.passed_over = h.depth if before or h.depth > 1 else -1
    h.counted = s.stack.size == before
    s.stack.size = before  # of a void element, which was entered: there is nothing beneath
    give_back(h, node)


cdef void keep_attributes(Heard* h, xmlNode* node, const xmlChar** given) noexcept nogil:
    """Keep the attributes that the walk reads: some of any element, all of `<meta>`."""
    cdef const Tag* tag = tag_of(h.state, <const char*>node.name)
    cdef bint all = tag != NULL and tag.id == T_META
    cdef xmlAttr** at = &node.properties
    cdef xmlAttr* kept
    cdef int32_t kind
    while given[0] != NULL:
        kind = attribute_of(h.state, <const char*>given[0])
        if all or kind != A_OTHER:
            kept = <xmlAttr*>take(h, ATTRIBUTE_READ)
            if kept == NULL:
                return
            kept.name, kept.children, kept.next = given[0], NULL, NULL
            if given[1] != NULL:
                kept.children = value_node(h, given[1], kind)
            at[0] = kept
            at = &kept.next
        given += 2


cdef xmlNode* value_node(Heard* h, const xmlChar* value, int32_t kind) noexcept nogil:
    """Return an attribute's value as a tree has it: a copy where the walk may read it when libxml2 has let it go."""
    cdef xmlNode* node = <xmlNode*>take(h, NODE_READ)
    cdef size_t size
    if node == NULL:
        return NULL
    node.content = <xmlChar*>value
    if kind == A_CLASS or kind == A_ID or kind == A_ROLE or kind == A_ITEM:
        size = strlen(<const char*>value) + 1
        node.content = <xmlChar*>take(h, size)
        if node.content != NULL:
            memcpy(node.content, value, size)
    return node


cdef void on_end(void* user, const xmlChar* name) noexcept nogil:
    cdef Heard* h = <Heard*>user
    h.source.raw = NULL
    if h.depth == 0 or is_over(h):
        return
    h.depth -= 1
    if h.depth == 0 and not h.root_ended:
        h.root_ended = True
    elif h.passed_over:
        h.passed_over = 0 if h.passed_over == h.depth + 1 else h.passed_over
    elif h.depth == 1 and not (h.root_ended or h.body_ended) and strcmp(<const char*>name, "body") == 0:
        h.body_ended = True
    else:
        close_element(h)


cdef void close_element(Heard* h) noexcept nogil:
    cdef State* s = h.state
    cdef const void* node = opened(s, <int32_t>(s.stack.size // sizeof(Open)) - 1).node
    leave(s)
    give_back(h, node)
    if s.failed:
        fail(h)


cdef inline bint behind_body(Heard* h) noexcept nogil:
    """Whether what comes is the first to stand between the body's end and the root's."""
    return h.depth == 1 and h.body_ended and not (h.root_ended or h.body_left)


cdef void leave_body(Heard* h) noexcept nogil:
    h.body_left = True
    close_element(h)


cdef void on_text(void* user, const xmlChar* text, int size) noexcept nogil:
    cdef Heard* h = <Heard*>user
    cdef State* s = h.state
    cdef Open* o
    if h.depth == 0 or h.passed_over or is_over(h):
        return
    if behind_body(h):
        if all_space(text, size):
            return
        leave_body(h)
    o = opened(s, <int32_t>(s.stack.size // sizeof(Open)) - 1)
    if o.tag == T_HEAD:  # text straight in it is nobody's
        return
    if ended(h, text, size):
        add_text(s, <const uint8_t*>h.text.data, (o.flags & F_PRE) != 0)
    if s.failed:
        fail(h)


cdef inline bint ended(Heard* h, const xmlChar* text, size_t size) noexcept nogil:
    """Copy a text to where it can have an end. Nothing of the one before is kept: there is room for the longest."""
    if h.text.room <= size:
        free(h.text.data)
        h.text.room = size + size // 8 + 256
        h.text.data = <char*>malloc(h.text.room)
        if h.text.data == NULL:
            h.state.failed = True
            return False
    memcpy(h.text.data, text, size)
    h.text.data[size] = 0
    return True


cdef inline bint all_space(const xmlChar* text, int size) noexcept nogil:
    cdef int i
    for i in range(size):
        if text[i] > 0x20:
            return False
    return True


LISTENER = listener(on_start, on_end, on_text)


cdef bint listen(Heard* h, const char* page, int size) noexcept nogil:
    """Let libxml2 read the page. False where memory is lacking."""
    cdef const xmlError* error
    h.parser = LIBXML2.make(&LISTENER, h)
    if h.parser == NULL:
        return False
    start_block(h.state)
    # What lxml asks for, without reports of errors, which nobody reads.
    cdef int options = HTML_PARSE_RECOVER | HTML_PARSE_NONET | HTML_PARSE_COMPACT | XML_PARSE_HUGE
    options |= HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING
    open_source(&h.source, page, size)
    LIBXML2.discard_document(LIBXML2.read(h.parser, give, NULL, &h.source, NULL, "UTF-8", options))
    error = LIBXML2.last_error(h.parser)
    return error == NULL or error.code != XML_ERR_NO_MEMORY


cdef void listen_and_walk(Heard* h, const char* page, int size) noexcept nogil:
    cdef State* s = h.state
    s.failed = not listen(h, page, size) or s.failed
    while s.stack.size and not s.failed:
        leave(s)
    link_wider(s)
    if h.parser != NULL:
        LIBXML2.discard(h.parser)
    give_back(h, NULL)
    free(h.text.data)


def walk_page(bytes page not None):
    """Walk a page in UTF-8 that nobody needs the tree of. Needs `LISTENS`.

    Returns the `Walk`, None where there is no element; whether the page is deeper than libxml2 reads; and after how many
    bytes its head ends, 0 where nothing stands behind it. Of a page that has to be walked as a tree it returns None.
    Other threads run meanwhile. Raises MemoryError.
    """
    cdef State s
    cdef Heard h
    cdef const char* data = page
    cdef int size = <int>len(page)
    if not LISTENS:
        raise RuntimeError("this lxml has no libxml2 that could be listened to")
    memset(&s, 0, sizeof(State))
    memset(&h, 0, sizeof(Heard))
    h.state = &s
    try:
        with nogil:
            listen_and_walk(&h, data, size)
        if h.out_of_order and not s.failed:
            return None
        return found_by(&s) if h.rooted or s.failed else None, h.deep, h.head
    finally:
        discard(&s)
