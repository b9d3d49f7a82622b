// libxml2 and libxslt for Swift, and the few functions that Swift cannot express: access to
// global variables, variadic handlers, and what differs between versions of the libraries.
//
// Nothing here keeps state: a static variable in a header would exist once per object file.

#ifndef CLIBXML_SHIM_H
#define CLIBXML_SHIM_H

#include <stdarg.h>
#include <stdio.h>

// Debian's libxml2 is built with ICU, and its header for encodings then includes that of the
// system's ICU, which cannot stand in one program with the ICU headers of Swift's Foundation
// ("'UErrorCode' has different definitions in different modules"). Nothing here uses it.
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED

#include <libxml/c14n.h>
#include <libxml/catalog.h>
#include <libxml/globals.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/tree.h>
#include <libxml/uri.h>
#include <libxml/xmlIO.h>
#include <libxml/xmlerror.h>
#include <libxml/xmlschemas.h>
#include <libxml/xmlschemastypes.h>
#include <libxml/xpath.h>
#include <libxslt/documents.h>
#include <libxslt/security.h>
#include <libxslt/transform.h>
#include <libxslt/variables.h>
#include <libxslt/xslt.h>
#include <libxslt/imports.h>
#include <libxslt/xsltInternals.h>
#include <libxslt/xsltutils.h>

// `xmlFree` is a global function pointer, which Swift 6 calls unsafe.
static inline void clibxml_free(void *memory) { xmlFree(memory); }

// The version of the libxml2 that runs, as 20914 for 2.9.14.
static inline const char *clibxml_xml_version(void) { return xmlParserVersion; }

// The version of the libxslt that runs, as 10135 for 1.1.35.
static inline int clibxml_xslt_version(void) { return xsltLibxsltVersion; }

// MARK: Errors

// libxml2 2.12 made the record const; this is the later form.
typedef void (*clibxml_error_fn)(void *context, const xmlError *error);

// A whole message, formatted.
typedef void (*clibxml_text_fn)(const char *text);

// Swift has no variadic C functions. `sink` is a `clibxml_text_fn` passed as a pointer to void
// (POSIX lets a function pointer take that way).
static void clibxml_format(void *sink, const char *format, ...)
    __attribute__((format(printf, 2, 3), unused));
static void clibxml_format(void *sink, const char *format, ...) {
  char text[4096];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(text, sizeof text, format, arguments);
  va_end(arguments);
  ((clibxml_text_fn)sink)(text);
}

// The handlers of this thread, to be put back.
typedef struct {
  xmlStructuredErrorFunc structured;
  void *structured_context;
  xmlGenericErrorFunc generic;
  void *generic_context;
} clibxml_handlers;

static inline clibxml_handlers clibxml_install_handlers(
    clibxml_error_fn structured, void *context, clibxml_text_fn generic) {
  clibxml_handlers old = {xmlStructuredError, xmlStructuredErrorContext, xmlGenericError,
                          xmlGenericErrorContext};
  xmlSetStructuredErrorFunc(context, (xmlStructuredErrorFunc)structured);
  xmlSetGenericErrorFunc((void *)generic, clibxml_format);
  return old;
}

static inline void clibxml_restore_handlers(clibxml_handlers old) {
  xmlSetStructuredErrorFunc(old.structured_context, old.structured);
  xmlSetGenericErrorFunc(old.generic_context, old.generic);
}

static inline void clibxml_schema_parser_errors(
    xmlSchemaParserCtxtPtr context, clibxml_error_fn handler, void *data) {
  xmlSchemaSetParserStructuredErrors(context, (xmlStructuredErrorFunc)handler, data);
}

static inline void clibxml_schema_errors(
    xmlSchemaValidCtxtPtr context, clibxml_error_fn handler, void *data) {
  xmlSchemaSetValidStructuredErrors(context, (xmlStructuredErrorFunc)handler, data);
}

// What libxslt says outside a transform; for the whole process.
static inline void clibxml_xslt_errors(clibxml_text_fn sink) {
  xsltSetGenericErrorFunc((void *)sink, clibxml_format);
}

static inline void clibxml_transform_errors(
    xsltTransformContextPtr context, clibxml_text_fn sink) {
  xsltSetTransformErrorFunc(context, (void *)sink, clibxml_format);
}

// MARK: Reading

// Parses with the names of `dictionary`, which may be null, as libxslt wants its documents.
static inline void clibxml_use_dictionary(xmlParserCtxtPtr context, xmlDictPtr dictionary) {
  if (dictionary == NULL) return;
  if (context->dict != NULL) xmlDictFree(context->dict);
  context->dict = dictionary;
  xmlDictReference(dictionary);
}

// Calls `handler` at the start of a document type declaration, before any of it is used.
static inline void clibxml_on_doctype(xmlParserCtxtPtr context, internalSubsetSAXFunc handler) {
  context->sax->internalSubset = handler;
}

// An input with a copy of these bytes, for an external-entity loader.
static inline xmlParserInputPtr clibxml_input(
    xmlParserCtxtPtr context, const char *url, const char *bytes, int byteCount) {
  xmlParserInputBufferPtr buffer =
      xmlParserInputBufferCreateMem(bytes, byteCount, XML_CHAR_ENCODING_NONE);
  if (buffer == NULL) return NULL;
  xmlParserInputPtr input = xmlNewIOInputStream(context, buffer, XML_CHAR_ENCODING_NONE);
  if (input == NULL) {
    xmlFreeParserInputBuffer(buffer);
    return NULL;
  }
  input->filename = (const char *)xmlStrdup((const xmlChar *)url);
  return input;
}

// The first node of a document, which Swift sees as another type than a node.
static inline xmlNodePtr clibxml_node(xmlDocPtr document) { return (xmlNodePtr)document; }

// MARK: Forbidding

// Ends a transform after so many instructions, and so many steps of its expressions.
static inline void clibxml_bound_work(xsltTransformContextPtr context, unsigned long limit) {
  context->opLimit = limit;
  context->xpathCtxt->opLimit = limit;
}

// Forbids a transform every file and every network access.
static inline int clibxml_forbid_everything(xsltSecurityPrefsPtr preferences) {
  return xsltSetSecurityPrefs(preferences, XSLT_SECPREF_READ_FILE, xsltSecurityForbid) |
         xsltSetSecurityPrefs(preferences, XSLT_SECPREF_WRITE_FILE, xsltSecurityForbid) |
         xsltSetSecurityPrefs(preferences, XSLT_SECPREF_CREATE_DIRECTORY, xsltSecurityForbid) |
         xsltSetSecurityPrefs(preferences, XSLT_SECPREF_READ_NETWORK, xsltSecurityForbid) |
         xsltSetSecurityPrefs(preferences, XSLT_SECPREF_WRITE_NETWORK, xsltSecurityForbid);
}

#endif
