#include "standard_templates.h"

// Written by scripts/embed-templates.py.
// #embed is C23; clang has it as an extension of earlier C.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char file_0[] = {
#embed "../../templates/about.html.xsl"
};
static const unsigned char file_1[] = {
#embed "../../templates/bulletin.html.xsl"
};
static const unsigned char file_2[] = {
#embed "../../templates/bulletin.xml.xsl"
};
static const unsigned char file_3[] = {
#embed "../../templates/calendar.html.xsl"
};
static const unsigned char file_4[] = {
#embed "../../templates/csv-metadata.json.xsl"
};
static const unsigned char file_5[] = {
#embed "../../templates/digest.txt.xsl"
};
static const unsigned char file_6[] = {
#embed "../../templates/log.html.xsl"
};
static const unsigned char file_7[] = {
#embed "../../templates/not-found.html.xsl"
};
static const unsigned char file_8[] = {
#embed "../../templates/organisations.html.xsl"
};
static const unsigned char file_9[] = {
#embed "../../templates/page.html.xsl"
};
static const unsigned char file_10[] = {
#embed "../../templates/parts/charts.xsl"
};
static const unsigned char file_11[] = {
#embed "../../templates/parts/csv.xsl"
};
static const unsigned char file_12[] = {
#embed "../../templates/parts/data.xsl"
};
static const unsigned char file_13[] = {
#embed "../../templates/parts/figures.xsl"
};
static const unsigned char file_14[] = {
#embed "../../templates/parts/history.xsl"
};
static const unsigned char file_15[] = {
#embed "../../templates/parts/json.xsl"
};
static const unsigned char file_16[] = {
#embed "../../templates/parts/opendocument.xsl"
};
static const unsigned char file_17[] = {
#embed "../../templates/parts/page.xsl"
};
static const unsigned char file_18[] = {
#embed "../../templates/parts/plain.xsl"
};
static const unsigned char file_19[] = {
#embed "../../templates/parts/rendition.xsl"
};
static const unsigned char file_20[] = {
#embed "../../templates/parts/sdmx.xsl"
};
static const unsigned char file_21[] = {
#embed "../../templates/parts/shapes.xsl"
};
static const unsigned char file_22[] = {
#embed "../../templates/parts/translation.xsl"
};
static const unsigned char file_23[] = {
#embed "../../templates/pre-release.csv.xsl"
};
static const unsigned char file_24[] = {
#embed "../../templates/pre-release.html.xsl"
};
static const unsigned char file_25[] = {
#embed "../../templates/report.csv.xsl"
};
static const unsigned char file_26[] = {
#embed "../../templates/report.html.xsl"
};
static const unsigned char file_27[] = {
#embed "../../templates/report.xml.xsl"
};
static const unsigned char file_28[] = {
#embed "../../templates/requests.csv.xsl"
};
static const unsigned char file_29[] = {
#embed "../../templates/results.csv.xsl"
};
static const unsigned char file_30[] = {
#embed "../../templates/results.sdmx.xsl"
};
static const unsigned char file_31[] = {
#embed "../../templates/schemas/analysis.schema.json"
};
static const unsigned char file_32[] = {
#embed "../../templates/schemas/bulletin.xsd"
};
static const unsigned char file_33[] = {
#embed "../../templates/schemas/catalogue.schema.json"
};
static const unsigned char file_34[] = {
#embed "../../templates/schemas/dc.xsd"
};
static const unsigned char file_35[] = {
#embed "../../templates/schemas/dcterms.xsd"
};
static const unsigned char file_36[] = {
#embed "../../templates/schemas/prerelease.schema.json"
};
static const unsigned char file_37[] = {
#embed "../../templates/schemas/rendition.xsd"
};
static const unsigned char file_38[] = {
#embed "../../templates/schemas/report.xsd"
};
static const unsigned char file_39[] = {
#embed "../../templates/schemas/schedule.schema.json"
};
static const unsigned char file_40[] = {
#embed "../../templates/schemas/source.xsd"
};
static const unsigned char file_41[] = {
#embed "../../templates/schemas/withdrawn.xsd"
};
static const unsigned char file_42[] = {
#embed "../../templates/series.html.xsl"
};
static const unsigned char file_43[] = {
#embed "../../templates/spreadsheet.xsl"
};
static const unsigned char file_44[] = {
#embed "../../templates/structure.sdmx.xsl"
};
static const unsigned char file_45[] = {
#embed "../../templates/style.css"
};
static const unsigned char file_46[] = {
#embed "../../templates/text.cy.xml"
};
static const unsigned char file_47[] = {
#embed "../../templates/text.en.xml"
};
static const unsigned char file_48[] = {
#embed "../../templates/versions.html.xsl"
};
static const unsigned char file_49[] = {
#embed "../../templates/withdrawn.html.xsl"
};
static const unsigned char file_50[] = {
#embed "../../templates/withdrawn.ods.xsl"
};
static const unsigned char file_51[] = {
#embed "../../templates/withdrawn.sdmx.xsl"
};
static const unsigned char file_52[] = {
#embed "../../templates/withdrawn.text.xsl"
};
static const unsigned char file_53[] = {
#embed "../../templates/withdrawn.xml.xsl"
};

static const standard_template templates[] = {
    {"about.html.xsl", file_0, sizeof file_0},
    {"bulletin.html.xsl", file_1, sizeof file_1},
    {"bulletin.xml.xsl", file_2, sizeof file_2},
    {"calendar.html.xsl", file_3, sizeof file_3},
    {"csv-metadata.json.xsl", file_4, sizeof file_4},
    {"digest.txt.xsl", file_5, sizeof file_5},
    {"log.html.xsl", file_6, sizeof file_6},
    {"not-found.html.xsl", file_7, sizeof file_7},
    {"organisations.html.xsl", file_8, sizeof file_8},
    {"page.html.xsl", file_9, sizeof file_9},
    {"parts/charts.xsl", file_10, sizeof file_10},
    {"parts/csv.xsl", file_11, sizeof file_11},
    {"parts/data.xsl", file_12, sizeof file_12},
    {"parts/figures.xsl", file_13, sizeof file_13},
    {"parts/history.xsl", file_14, sizeof file_14},
    {"parts/json.xsl", file_15, sizeof file_15},
    {"parts/opendocument.xsl", file_16, sizeof file_16},
    {"parts/page.xsl", file_17, sizeof file_17},
    {"parts/plain.xsl", file_18, sizeof file_18},
    {"parts/rendition.xsl", file_19, sizeof file_19},
    {"parts/sdmx.xsl", file_20, sizeof file_20},
    {"parts/shapes.xsl", file_21, sizeof file_21},
    {"parts/translation.xsl", file_22, sizeof file_22},
    {"pre-release.csv.xsl", file_23, sizeof file_23},
    {"pre-release.html.xsl", file_24, sizeof file_24},
    {"report.csv.xsl", file_25, sizeof file_25},
    {"report.html.xsl", file_26, sizeof file_26},
    {"report.xml.xsl", file_27, sizeof file_27},
    {"requests.csv.xsl", file_28, sizeof file_28},
    {"results.csv.xsl", file_29, sizeof file_29},
    {"results.sdmx.xsl", file_30, sizeof file_30},
    {"schemas/analysis.schema.json", file_31, sizeof file_31},
    {"schemas/bulletin.xsd", file_32, sizeof file_32},
    {"schemas/catalogue.schema.json", file_33, sizeof file_33},
    {"schemas/dc.xsd", file_34, sizeof file_34},
    {"schemas/dcterms.xsd", file_35, sizeof file_35},
    {"schemas/prerelease.schema.json", file_36, sizeof file_36},
    {"schemas/rendition.xsd", file_37, sizeof file_37},
    {"schemas/report.xsd", file_38, sizeof file_38},
    {"schemas/schedule.schema.json", file_39, sizeof file_39},
    {"schemas/source.xsd", file_40, sizeof file_40},
    {"schemas/withdrawn.xsd", file_41, sizeof file_41},
    {"series.html.xsl", file_42, sizeof file_42},
    {"spreadsheet.xsl", file_43, sizeof file_43},
    {"structure.sdmx.xsl", file_44, sizeof file_44},
    {"style.css", file_45, sizeof file_45},
    {"text.cy.xml", file_46, sizeof file_46},
    {"text.en.xml", file_47, sizeof file_47},
    {"versions.html.xsl", file_48, sizeof file_48},
    {"withdrawn.html.xsl", file_49, sizeof file_49},
    {"withdrawn.ods.xsl", file_50, sizeof file_50},
    {"withdrawn.sdmx.xsl", file_51, sizeof file_51},
    {"withdrawn.text.xsl", file_52, sizeof file_52},
    {"withdrawn.xml.xsl", file_53, sizeof file_53},
};

size_t standard_template_count(void) { return sizeof templates / sizeof templates[0]; }

standard_template standard_template_at(size_t index) { return templates[index]; }
