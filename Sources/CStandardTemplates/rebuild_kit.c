#include "standard_templates.h"

// #embed is C23; clang has it as an extension of earlier C.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char text[] = {
#embed "kit/REBUILD.txt"
};
static const unsigned char script[] = {
#embed "kit/rebuild.sh"
};

rebuild_kit_file rebuild_kit_text(void) { return (rebuild_kit_file){text, sizeof text}; }
rebuild_kit_file rebuild_kit_script(void) { return (rebuild_kit_file){script, sizeof script}; }
