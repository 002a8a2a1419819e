# Elements by where they stand in the page. Part of `_walk.pyx`.

def elements_at(cetree._Element root not None, places not None):
    """Return elements of the tree below `root` by their places in document order, as the `element` columns have them.

    `places` is a list of numbers that rise; `root` is at 0. Only what is asked for becomes a Python object: all of the
    elements would take a quarter of the parse. Raises IndexError for a place that there is not.
    """
    cdef xmlNode* node = root._c_node
    cdef int64_t place = 0, wanted
    found = []
    for wanted in places:
        while node != NULL and (node.type != XML_ELEMENT_NODE or place < wanted):
            place += node.type == XML_ELEMENT_NODE
            node = following(node, root._c_node)
        if node == NULL or place != wanted:
            raise IndexError(f"there is no element {wanted} after those at {places[:len(found)]}")
        found.append(cetree.elementFactory(root._doc, node))
    return found


cdef inline xmlNode* following(xmlNode* node, xmlNode* top) noexcept nogil:
    """Return the next node in document order beneath `top`, NULL after the last."""
    if node.type == XML_ELEMENT_NODE and node.children != NULL:
        return node.children
    while node != top and node.next == NULL:
        node = node.parent
    return NULL if node == top else node.next
