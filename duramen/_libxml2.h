/* libxml2's HTML parser, for `_walk_parser.pxi`: the very one that lxml has loaded. Nothing is linked: lxml's wheels keep
   libxml2 inside their own module, so its functions are looked up there, and where they are not to be found (Windows,
   which exports none, or a libxml2 that lacks one of them) lxml parses. All of them are of libxml2's public interface
   (HTMLparser.h, parser.h, xmlerror.h of version 2.14). */
#include <stddef.h>
#include <string.h>
#include <libxml/HTMLparser.h>
#include <libxml/parser.h>

/* Bytes of libxml2's structures that the walk reads: what stands behind them is not there where there is no tree. */
enum { NODE_READ = offsetof(xmlNode, psvi), ATTRIBUTE_READ = offsetof(xmlAttr, prev) };

typedef struct {
    htmlParserCtxtPtr (*make)(const xmlSAXHandler *, void *);
    xmlDocPtr (*read)(htmlParserCtxtPtr, xmlInputReadCallback, xmlInputCloseCallback, void *, const char *,
                      const char *, int);
    const xmlError *(*last_error)(void *);
    long (*consumed)(xmlParserCtxtPtr);
    void (*stop)(xmlParserCtxtPtr);
    void (*discard)(htmlParserCtxtPtr);
    void (*discard_document)(xmlDocPtr);
} Libxml2;

#if defined(_WIN32)

static int find_libxml2(Libxml2 *found, const char *module) {
    (void)found, (void)module;
    return 0;
}

#else
#include <dlfcn.h>

/* ISO C knows no way from an object's address to a function's; POSIX has this one. */
static int find(void *library, const char *name, void *into) {
    void *address = dlsym(library, name);
    memcpy(into, &address, sizeof address);
    return address != NULL;
}

/* Look the functions up in `module`, which is loaded already. Returns whether all of them are there. */
static int find_libxml2(Libxml2 *found, const char *module) {
    void *library = dlopen(module, RTLD_NOW | RTLD_NOLOAD);
    return library != NULL && find(library, "htmlNewSAXParserCtxt", &found->make)
           && find(library, "htmlCtxtReadIO", &found->read)
           && find(library, "xmlCtxtGetLastError", &found->last_error)
           && find(library, "xmlByteConsumed", &found->consumed)
           && find(library, "xmlStopParser", &found->stop) && find(library, "htmlFreeParserCtxt", &found->discard)
           && find(library, "xmlFreeDoc", &found->discard_document);
}

#endif

/* What is heard of a page: elements and text, and of comments, declarations and processing instructions nothing. */
static xmlSAXHandler listener(startElementSAXFunc start, endElementSAXFunc end, charactersSAXFunc text) {
    xmlSAXHandler handler;
    memset(&handler, 0, sizeof handler);
    handler.startElement = start, handler.endElement = end;
    handler.characters = handler.cdataBlock = text; /* without markup in it, as of scripts: heard like any other */
    handler.initialized = 1;
    return handler;
}
