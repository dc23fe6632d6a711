"""Prints facts that state everything that a schema names, by its examples: `example.py SCHEMA`."""

import json
import sys


def example(schema, root):
    if "examples" in schema:
        return schema["examples"][0]
    if "$ref" in schema:
        return example(root["$defs"][schema["$ref"].rsplit("/", 1)[1]], root)
    if "anyOf" in schema:
        return example(schema["anyOf"][-1], root)
    if "properties" in schema:
        return {name: example(part, root) for name, part in schema["properties"].items()}
    if "items" in schema:
        return [example(schema["items"], root)]
    raise SystemExit(f"no example of {schema}")


with open(sys.argv[1], encoding="utf-8") as file:
    root = json.load(file)
print(json.dumps(example(root, root)))
