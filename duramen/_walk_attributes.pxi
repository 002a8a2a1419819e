# Attributes to hashed tokens and context flags. Part of `_walk.pyx`.

cdef enum:
    A_OTHER = 0
    A_CLASS = 1
    A_ID = 2
    A_ROLE = 3
    A_ITEM = 4
    A_HIDDEN = 5
    A_ARIA_HIDDEN = 6
    A_STYLE = 7
    A_HREF = 8


cdef inline size_t place_of(const char* name) noexcept nogil:
    return ((<size_t>name >> 3) * 0x9E3779B1U >> 16) % NAMES_KEPT


cdef inline const Tag* tag_of(State* s, const char* name) noexcept nogil:
    cdef size_t at = place_of(name)
    if s.tag_names[at] != name:
        s.tag_names[at], s.tags[at] = name, find_tag(name)
    return s.tags[at]


cdef inline int32_t attribute_of(State* s, const char* name) noexcept nogil:
    cdef size_t at = place_of(name)
    if s.attribute_names[at] != name:
        s.attribute_names[at], s.attributes[at] = name, find_attribute(name)
    return s.attributes[at]


cdef int32_t find_attribute(const char* name) noexcept nogil:
    if strcmp(name, "class") == 0:
        return A_CLASS
    if strcmp(name, "id") == 0:
        return A_ID
    if strcmp(name, "role") == 0:
        return A_ROLE
    if strcmp(name, "itemprop") == 0 or strcmp(name, "itemtype") == 0:
        return A_ITEM
    if strcmp(name, "hidden") == 0:
        return A_HIDDEN
    if strcmp(name, "aria-hidden") == 0:
        return A_ARIA_HIDDEN
    if strcmp(name, "style") == 0:
        return A_STYLE
    if strcmp(name, "href") == 0:
        return A_HREF
    return A_OTHER


cdef enum:
    # What a byte is in an attribute's value.
    IS_UPPER = 1
    IS_LOWER = 2
    IS_ALPHA = 4     # also all beyond ASCII
    IS_SPACE = 8     # and the end
    IS_DIGIT = 16

cdef uint8_t IN_VALUE[256]


def _fill_values():
    for c in range(256):
        upper, lower = ord("A") <= c <= ord("Z"), ord("a") <= c <= ord("z")
        IN_VALUE[c] = (
            IS_UPPER * upper + IS_LOWER * lower + IS_ALPHA * (upper or lower or c >= 0x80) + IS_SPACE * (c <= 0x20)
            + IS_DIGIT * (ord("0") <= c <= ord("9"))
        )


_fill_values()


cdef void add_tokens(State* s, Buffer* out, const uint8_t* p, uint32_t part_salt, uint32_t whole_salt) noexcept nogil:
    """Hash the tokens of an attribute's value: its words at white space whole, and their parts at `-`, `_`, camelCase."""
    cdef uint32_t part = part_salt, whole = whole_salt, c
    cdef int part_length = 0, whole_length = 0, made = 0
    cdef uint8_t kind, last = 0
    while made < MAX_ATTRS:
        c = p[0]
        kind = IN_VALUE[c]
        if part_length and (not kind & IS_ALPHA or kind & IS_UPPER and last & IS_LOWER):
            if part_length > 1:
                push_u32(s, out, part)
                made += 1
            part, part_length = part_salt, 0
        if kind & IS_SPACE:
            if whole_length > 1 and whole_salt:
                push_u32(s, out, whole)
                made += 1
            whole, whole_length = whole_salt, 0
            if c == 0:
                return
        else:
            c |= 0x20 if kind & IS_UPPER else 0
            if kind & IS_ALPHA:
                part = (part ^ c) * FNV
                part_length += 1
            # Digits number posts and widgets; two of a kind should hash alike.
            if not kind & IS_DIGIT:
                whole = (whole ^ c) * FNV
                whole_length += 1
        last = kind
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
    cdef int32_t kind
    cdef const uint8_t* value
    cdef uint32_t h
    while attr != NULL:
        kind = attribute_of(s, <const char*>attr.name)
        value = value_of(attr)
        if kind == A_CLASS:
            if out != NULL:
                add_tokens(s, out, value, S_PART, S_WHOLE)
            h = SEED
            while value[0]:
                if not c'0' <= value[0] <= c'9':
                    h = (h ^ value[0]) * FNV
                value += 1
            o.path_hash = (o.path_hash ^ h) * FNV
        elif kind == A_ROLE:
            if out != NULL:
                add_tokens(s, out, value, S_ROLE, 0)
            o.flags |= role_flags(value)
        elif kind == A_HIDDEN:
            o.flags |= F_HIDDEN
        elif kind == A_ARIA_HIDDEN:
            if strcmp(<const char*>value, "true") == 0:
                o.flags |= F_HIDDEN
        elif kind == A_STYLE:
            if hides(value):
                o.flags |= F_HIDDEN
        elif out != NULL and kind == A_ID:
            add_tokens(s, out, value, S_PART, S_WHOLE)
        elif out != NULL and kind == A_ITEM:
            add_tokens(s, out, value, S_ITEM, 0)
        elif o.tag == T_A and kind == A_HREF:
            add_tokens(s, out, value, S_HREF, 0)
            if value[0] == c'#':
                s.block.hash_links += 1
        attr = attr.next


cdef inline const uint8_t* attribute(xmlNode* node, const char* name) noexcept nogil:
    cdef xmlAttr* attr = node.properties
    while attr != NULL:
        if strcmp(<const char*>attr.name, name) == 0:
            return value_of(attr)
        attr = attr.next
    return b""


cdef bint describes(const uint8_t* name) noexcept nogil:
    """Whether a `<meta>` of this name says what the page is about, in the page's own words."""
    cdef char low[24]
    cdef int n = 0
    while name[n] and n < 23:
        low[n] = <char>(name[n] | 0x20 if c'A' <= name[n] <= c'Z' else name[n])
        n += 1
    low[n] = 0
    return (strcmp(low, "description") == 0 or strcmp(low, "og:description") == 0
            or strcmp(low, "twitter:description") == 0)


cdef void read_description(State* s, xmlNode* node) noexcept nogil:
    """Keep the hashed words of a `<meta>` that describes the page, up to a bound: what is longer is no description."""
    cdef Buffer* aside = s.aside
    cdef bint space = s.space
    if s.description.size > 4 * MAX_DESCRIPTION:
        return
    if not (describes(attribute(node, "name")) or describes(attribute(node, "property"))):
        return
    end_word(s)
    s.aside = &s.description
    add_title(s, attribute(node, "content"))
    end_word(s)
    s.aside, s.space = aside, space
