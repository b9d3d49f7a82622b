// The files of the repository's `templates/` folder, as bytes inside the program.
#ifndef STANDARD_TEMPLATES_H
#define STANDARD_TEMPLATES_H

#include <stddef.h>

typedef struct {
  const char *path;
  const unsigned char *bytes;
  size_t count;
} standard_template;

// How many files there are.
size_t standard_template_count(void);

// The file at this place, ordered by path. Its bytes live as long as the program.
standard_template standard_template_at(size_t index);

typedef struct {
  const unsigned char *bytes;
  size_t count;
} rebuild_kit_file;

// What lies in every archived version so that its pages can be made again without this program:
// REBUILD.txt and rebuild.sh. Their bytes live as long as the program.
rebuild_kit_file rebuild_kit_text(void);
rebuild_kit_file rebuild_kit_script(void);

#endif
