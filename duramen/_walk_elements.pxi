# From elements to blocks: what opening, passing and closing each does. Part of `_walk.pyx`.

cdef bint enter(State* s, xmlNode* node, int32_t top) noexcept nogil:
    """Open an element on top of the stack. False: it and all beneath it is passed over."""
    cdef const Tag* tag = tag_of(s, <const char*>node.name)
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
        if id == T_META:
            read_description(s, node)
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
        s.aside = &s.title


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
        s.aside = NULL
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
