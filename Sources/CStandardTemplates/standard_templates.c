#include "standard_templates.h"

size_t standard_template_count(void) { return 0; }
standard_template standard_template_at(size_t index) { (void)index; return (standard_template){0, 0, 0}; }
