# From bytes to a walk without lxml's tree. Part of `_walk.pyx`.
#
# Where text alone is wanted nobody asks for elements, and half of what a parse takes goes into nodes of which the walk
# reads little: each attribute of each element is three allocations. So libxml2's parser, lxml's own, is listened to
# (SAX), and builds a *bare tree*: of libxml2's node structures, which the walk reads as it reads lxml's, in memory that
# is taken in large pieces and given back at once, with the attributes that the walk reads and no others. Tests hold it
# to lxml's tree, column by column.

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
        xmlDoc* (*read)(xmlParserCtxt*, const char*, int, const char*, const char*, int) noexcept nogil
        const xmlError* (*last_error)(void*) noexcept nogil
        long (*consumed)(xmlParserCtxt*) noexcept nogil
        void (*stop)(xmlParserCtxt*) noexcept nogil
        void (*discard)(xmlParserCtxt*) noexcept nogil
        void (*discard_document)(xmlDoc*) noexcept nogil
    ctypedef void (*startElementSAXFunc)(void*, const xmlChar*, const xmlChar**) noexcept
    ctypedef void (*endElementSAXFunc)(void*, const xmlChar*) noexcept
    ctypedef void (*charactersSAXFunc)(void*, const xmlChar*, int) noexcept
    ctypedef void (*cdataBlockSAXFunc)(void*, const xmlChar*, int) noexcept
    bint find_libxml2(Libxml2* found, const char* module)
    xmlSAXHandler listener(startElementSAXFunc, endElementSAXFunc, charactersSAXFunc, cdataBlockSAXFunc)
    int HTML_PARSE_RECOVER, HTML_PARSE_NOERROR, HTML_PARSE_NOWARNING, HTML_PARSE_NONET, HTML_PARSE_COMPACT
    int XML_PARSE_HUGE, XML_ERR_NO_MEMORY

cdef enum:
    DEEPEST = 2048            # elements in each other: where libxml2 stops (parser.c, nodePush), with what it has
    PIECE_FIRST = 1 << 15     # bytes of memory that are taken at a time, at first and at most
    PIECE_MOST = 1 << 20

cdef struct Piece:
    Piece* before
    size_t used, room

cdef struct Bare:
    State* state                             # whose memory of names is used
    xmlParserCtxt* parser
    Piece* pieces
    xmlNode document                         # the root's parent, and that of whatever stands beside it
    xmlNode* open
    int32_t depth
    long head                                # bytes up to what stands behind the page's head, 0 where nothing does
    bint deep, failed

cdef Libxml2 LIBXML2
cdef xmlSAXHandler LISTENER
#: Whether `walk_page` can be had. From 2.14 on libxml2 reads HTML by its standard's tokenizer, in its own way before.
BARE = bool(_etree.LIBXML_VERSION >= (2, 14) and find_libxml2(&LIBXML2, _fsencode(_etree.__file__)))


cdef void* take(Bare* b, size_t size) noexcept nogil:
    """Return memory for as long as the tree lives; NULL, with the parser stopped, where there is none."""
    cdef Piece* last = b.pieces
    cdef Piece* piece
    cdef size_t room
    size = (size + 7) & ~<size_t>7
    if last == NULL or last.used + size > last.room:
        room = PIECE_FIRST if last == NULL else min(2 * last.room, <size_t>PIECE_MOST)
        room = max(room, size)
        piece = <Piece*>malloc(sizeof(Piece) + room)
        if piece == NULL:
            b.failed = True
            LIBXML2.stop(b.parser)
            return NULL
        piece.before, piece.used, piece.room = last, 0, room
        b.pieces = last = piece
    last.used += size
    return <char*>(last + 1) + last.used - size


cdef void give_back(Bare* b) noexcept nogil:
    cdef Piece* piece
    while b.pieces != NULL:
        piece = b.pieces
        b.pieces = piece.before
        free(piece)


cdef xmlNode* new_node(Bare* b, xmlElementType kind) noexcept nogil:
    cdef xmlNode* node = <xmlNode*>take(b, sizeof(xmlNode))
    if node != NULL:
        memset(node, 0, sizeof(xmlNode))
        node.type = kind
    return node


cdef inline void append(xmlNode* parent, xmlNode* first, xmlNode* last) noexcept nogil:
    """Put siblings, from `first` to `last`, behind the children that there are."""
    first.prev = parent.last
    if parent.last != NULL:
        parent.last.next = first
    else:
        parent.children = first
    parent.last = last
    while first != NULL:
        first.parent = parent
        first = first.next


cdef xmlNode* text_of(Bare* b, const xmlChar* text, size_t size) noexcept nogil:
    cdef xmlNode* node = new_node(b, XML_TEXT_NODE)
    cdef xmlChar* copy = <xmlChar*>take(b, size + 1) if node != NULL else NULL
    if copy == NULL:
        return NULL
    memcpy(copy, text, size)
    copy[size] = 0
    node.content = copy
    return node


cdef void on_start(void* user, const xmlChar* name, const xmlChar** attributes) noexcept nogil:
    cdef Bare* b = <Bare*>user
    cdef xmlNode* node
    if b.failed or b.deep:
        return
    if b.depth == DEEPEST:
        b.deep = True
        LIBXML2.stop(b.parser)
        return
    node = new_node(b, XML_ELEMENT_NODE)
    if node == NULL:
        return
    node.name = name  # libxml2 keeps names for as long as its parser lives
    if b.depth == 1 and b.head == 0 and strcmp(<const char*>name, "head") != 0:
        b.head = LIBXML2.consumed(b.parser)
    if attributes != NULL:
        keep_attributes(b, node, attributes)
    append(b.open, node, node)
    b.open = node
    b.depth += 1


cdef void keep_attributes(Bare* b, xmlNode* node, const xmlChar** given) noexcept nogil:
    """Keep the attributes that the walk reads: some of any element, all of `<meta>`."""
    cdef const Tag* tag = tag_of(b.state, <const char*>node.name)
    cdef bint all = tag != NULL and tag.id == T_META
    cdef xmlAttr** at = &node.properties
    cdef xmlAttr* kept
    while given[0] != NULL:
        if all or attribute_of(b.state, <const char*>given[0]) != A_OTHER:
            kept = <xmlAttr*>take(b, sizeof(xmlAttr))
            if kept == NULL:
                return
            memset(kept, 0, sizeof(xmlAttr))
            kept.name = given[0]
            if given[1] != NULL:
                kept.children = text_of(b, given[1], strlen(<const char*>given[1]))
            at[0] = kept
            at = &kept.next
        given += 2


cdef void on_end(void* user, const xmlChar* name) noexcept nogil:
    cdef Bare* b = <Bare*>user
    if b.depth and not b.deep:
        b.open = b.open.parent
        b.depth -= 1


cdef void on_text(void* user, const xmlChar* text, int size) noexcept nogil:
    cdef Bare* b = <Bare*>user
    cdef xmlNode* node
    if b.depth and not (b.failed or b.deep):
        node = text_of(b, text, size)
        if node != NULL:
            append(b.open, node, node)


cdef void on_raw(void* user, const xmlChar* text, int size) noexcept nogil:
    """Hear text without markup in it: of `<xmp>` and `<plaintext>` it is read, of scripts and styles it is not."""
    cdef Bare* b = <Bare*>user
    cdef const Tag* tag = tag_of(b.state, <const char*>b.open.name) if b.depth else NULL
    if tag == NULL or tag.kind != K_SKIP:
        on_text(user, text, size)


LISTENER = listener(on_start, on_end, on_text, on_raw)


cdef xmlNode* gathered(Bare* b) noexcept nogil:
    """Return the root, with what stands after it put into its body (or into it), as `duramen.page` does; or NULL."""
    cdef xmlNode* root = b.document.children
    cdef xmlNode* into
    cdef xmlNode* later
    if root == NULL or root.next == NULL:
        return root
    into = root.children
    while into != NULL and not (into.type == XML_ELEMENT_NODE and strcmp(<const char*>into.name, "body") == 0):
        into = into.next
    later, root.next = root.next, NULL
    append(into if into != NULL else root, later, b.document.last)
    return root


cdef bint read_bare(Bare* b, const char* page, int size) noexcept nogil:
    """Build the bare tree. False where memory is lacking."""
    cdef const xmlError* error
    b.open = &b.document
    b.parser = LIBXML2.make(&LISTENER, b)
    if b.parser == NULL:
        return False
    # What lxml asks for, without reports of errors, which nobody reads.
    cdef int options = HTML_PARSE_RECOVER | HTML_PARSE_NONET | HTML_PARSE_COMPACT | XML_PARSE_HUGE
    options |= HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING
    LIBXML2.discard_document(LIBXML2.read(b.parser, page, size, NULL, "UTF-8", options))
    error = LIBXML2.last_error(b.parser)
    return not (b.failed or error != NULL and error.code == XML_ERR_NO_MEMORY)


def walk_page(bytes page not None):
    """Walk a page in UTF-8 that nobody needs the tree of. Needs `BARE`.

    Returns the `Walk`, None where there is no element; whether the page is deeper than libxml2 reads; and after how many
    bytes its head ends, 0 where nothing stands behind it. Other threads run meanwhile. Raises MemoryError.
    """
    cdef State s
    cdef Bare b
    cdef xmlNode* root = NULL
    cdef const char* data = page
    cdef int size = <int>len(page)
    if not BARE:
        raise RuntimeError("this lxml has no libxml2 that could be listened to")
    memset(&s, 0, sizeof(State))
    memset(&b, 0, sizeof(Bare))
    b.state = &s
    try:
        with nogil:
            if read_bare(&b, data, size):
                root = gathered(&b)
                if root != NULL:
                    walk_below(&s, root)
            else:
                s.failed = True
            if b.parser != NULL:
                LIBXML2.discard(b.parser)
            give_back(&b)
        return None if root == NULL and not s.failed else found_by(&s), b.deep, b.head
    finally:
        discard(&s)
