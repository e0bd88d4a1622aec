"""Reads an export of the manifest with what others read it with, and prints what it found as JSON."""

import csv
import json
import sys
import xml.etree.ElementTree as xml
import zipfile

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def ods(path):
    """The sheets of a spreadsheet, each with its rows of cells."""
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        kind = archive.read("mimetype").decode()
        content = xml.fromstring(archive.read("content.xml"))
        listed = xml.fromstring(archive.read("META-INF/manifest.xml"))
    sheets = {}
    for table in content.iter(f"{TABLE}table"):
        rows = [
            ["\n".join(line.text or "" for line in cell.iter(f"{TEXT}p")) for cell in row.iter(f"{TABLE}table-cell")]
            for row in table.iter(f"{TABLE}table-row")
        ]
        sheets[table.get(f"{TABLE}name")] = rows
    return {"kind": kind, "sheets": sheets, "listed": len(list(listed))}


def rows(path):
    """The rows of a table."""
    with open(path, encoding="utf-8-sig", newline="") as lines:
        return list(csv.reader(lines))


def fideslang(path):
    """The resources, each read by the model of fideslang, and the keys that its taxonomy does not have."""
    import yaml
    from fideslang.default_taxonomy import DEFAULT_TAXONOMY
    from fideslang.models import Dataset, Organization, Policy, System

    with open(path, encoding="utf-8") as text:
        document = yaml.safe_load(text)
    models = {"organization": Organization, "system": System, "dataset": Dataset, "policy": Policy}
    read = {key: [model.model_validate(own) for own in document[key]] for key, model in models.items()}
    assert set(document) == set(models)
    categories = {own.fides_key for own in DEFAULT_TAXONOMY.data_category}
    uses = {own.fides_key for own in DEFAULT_TAXONOMY.data_use}
    declared = [one for system in read["system"] for one in system.privacy_declarations]
    unknown = {key for one in declared for key in one.data_categories if key not in categories}
    unknown |= {one.data_use for one in declared if one.data_use not in uses}
    return {
        "keys": sorted(own.fides_key for kind in read.values() for own in kind),
        "purposes": [one.name for one in declared],
        "bases": [one.legal_basis_for_processing.value for one in declared],
        "collections": [own.name for dataset in read["dataset"] for own in dataset.collections],
        "unknown": sorted(unknown),
    }


def dpv(path):
    """The terms that a JSON-LD processor finds, and how much it says."""
    from rdflib import Graph, URIRef

    graph = Graph().parse(path, format="json-ld")
    prefixes = {"https://w3id.org/dpv#": "dpv:", "https://w3id.org/dpv/legal/eu/gdpr#": "eu-gdpr:"}
    terms = set()
    for triple in graph:
        for node in triple:
            for base, prefix in prefixes.items():
                if isinstance(node, URIRef) and node.startswith(base):
                    terms.add(prefix + node[len(base):])
    foreign = {str(node) for node in graph.all_nodes() if isinstance(node, URIRef) and node.startswith("file:")}
    return {"terms": sorted(terms), "triples": len(graph), "foreign": sorted(foreign)}


READERS = {"ods": ods, "csv": rows, "fideslang": fideslang, "dpv": dpv}
print(json.dumps(READERS[sys.argv[1]](sys.argv[2])))
