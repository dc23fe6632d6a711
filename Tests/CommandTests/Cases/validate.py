"""Validates documents against a JSON Schema: `validate.py SCHEMA FILE...`, each file a JSON document
or, named *.ndjson, one a line. Objects may hold nothing but what the schema names where --exact is
given. Prints every violation; ends with 1 where there is one."""

import json
import sys

from jsonschema import Draft202012Validator
from jsonschema.validators import validator_for


def close(schema):
    if isinstance(schema, dict):
        if "properties" in schema and "type" in schema:
            schema.setdefault("additionalProperties", False)
        for part in schema.values():
            close(part)
    elif isinstance(schema, list):
        for part in schema:
            close(part)


def main(arguments):
    exact = "--exact" in arguments
    path, *files = [argument for argument in arguments if argument != "--exact"]
    with open(path, encoding="utf-8") as file:
        schema = json.load(file)
    if exact:
        close(schema)
    kind = validator_for(schema, default=Draft202012Validator)
    kind.check_schema(schema)
    validator = kind(schema)
    count = failures = 0
    for name in files:
        with open(name, encoding="utf-8") as file:
            texts = file.read().splitlines() if name.endswith(".ndjson") else [file.read()]
        for number, text in enumerate(texts, 1):
            count += 1
            for error in validator.iter_errors(json.loads(text)):
                failures += 1
                best = min(error.context, key=lambda e: -len(e.path), default=error)
                print(f"{name}:{number}: {best.json_path}: {best.message[:300]}")
    print(f"{count} documents, {failures} violations")
    return 1 if failures or not count else 0


sys.exit(main(sys.argv[1:]))
