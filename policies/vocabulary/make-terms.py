#!/usr/bin/env python3
"""Makes the term sets that come from published lists: places, purposes and data categories.

    apt-get install iso-codes
    pip install fideslang==3.1.4
    policies/vocabulary/make-terms.py

Places are ISO 3166-1 and ISO 3166-2 as Debian's package `iso-codes` has them. Purposes and data
categories are the default taxonomy of the Python package `fideslang` (Ethyca, CC BY 4.0), without
the terms that it calls deprecated. Every other set is written by hand; the terms that we add to a
published list, and the groups that laws name, are in `*-own.yaml` and `place-groups.yaml`.
"""

import importlib.metadata
import json
import re
import subprocess
import textwrap
from pathlib import Path

from fideslang.default_taxonomy import DEFAULT_TAXONOMY

TERMS = Path(__file__).resolve().parent / "terms"
ISO = Path("/usr/share/iso-codes/json")

# Subdivisions with a country code of their own whose country's law holds there: both codes work.
SAME_LAW = {
    "FI-01": "AX",
    "FR-971": "GP", "FR-972": "MQ", "FR-973": "GF", "FR-974": "RE", "FR-976": "YT", "FR-MF": "MF",
    "US-AS": "AS", "US-GU": "GU", "US-MP": "MP", "US-PR": "PR", "US-UM": "UM", "US-VI": "VI",
}

# Subdivisions with a country code of their own and laws of their own. They are left out, since
# each would be part of its country: `FR-NC` would lie in the EU. The country code says what is so.
OWN_LAW = {
    "CN-HK", "CN-MO", "CN-TW",
    "FR-BL", "FR-NC", "FR-PF", "FR-PM", "FR-TF", "FR-WF",
    "NL-AW", "NL-BQ1", "NL-BQ2", "NL-BQ3", "NL-CW", "NL-SX",
    "NO-21", "NO-22",
}


def write(name, source, lines):
    head = ["vocabulary: core", "", f"# {source}", "# Made by make-terms.py; do not edit.", "terms:"]
    (TERMS / name).write_text("\n".join(head + lines) + "\n", encoding="utf-8")


def quoted(text):
    return json.dumps(text, ensure_ascii=False)


def make_places():
    version = subprocess.check_output(["dpkg-query", "-Wf", "${Version}", "iso-codes"], text=True)
    countries = json.loads((ISO / "iso_3166-1.json").read_text("utf-8"))["3166-1"]
    regions = json.loads((ISO / "iso_3166-2.json").read_text("utf-8"))["3166-2"]
    names = {c["alpha_2"]: c.get("common_name", c["name"]) for c in countries}

    lines = ["  place:"]
    lines += [f"    {code}: {{doc: {quoted(name)}}}" for code, name in sorted(names.items())]
    write("place-country.yaml", f"ISO 3166-1, from Debian's iso-codes {version}.", lines)

    # A province is part of its region, which its code does not say: the region holds it.
    parts = {region["code"]: [] for region in regions if region["code"] not in OWN_LAW}
    for region in regions:
        if "parent" in region:
            country, parent = region["code"][:2], region["parent"]
            parts[parent if "-" in parent else f"{country}-{parent}"].append(region["code"])
    for code, country in SAME_LAW.items():
        parts[code].append(country)

    lines = ["  place: {"]
    for country in sorted({code[:2] for code in parts}):
        entries = [entry(code, held) for code, held in sorted(parts.items()) if code[:2] == country]
        lines += [f"    # {names[country]}", *wrapped(entries)]
    write("place-subdivision.yaml", f"ISO 3166-2, from Debian's iso-codes {version}.", lines + ["  }"])


def entry(code, held):
    return f"{code}: {{holds: [{', '.join(sorted(held))}]}}," if held else f"{code}: {{}},"


def wrapped(entries):
    """As many entries a line as fit; a line never breaks before a value."""
    indent = " " * 4
    text = " ".join(entry.replace(": ", ":~") for entry in entries)
    lines = textwrap.wrap(text, 100, initial_indent=indent, subsequent_indent=indent,
                          break_long_words=False, break_on_hyphens=False)
    return [line.replace(":~", ": ") for line in lines]


def make_from_fideslang(set_name, taxonomy):
    terms = {t.fides_key: t.description for t in taxonomy if t.version_deprecated is None}
    # Our own `x.A.b` is part of the published `A`, where there is one.
    own = (TERMS / f"{set_name}-own.yaml").read_text("utf-8")
    ours = set(re.findall(r"^ +x\.([\w.]+):", own, re.M))
    held = {}
    for term in ours:
        whole = term.rpartition(".")[0]
        while whole and whole not in terms and whole not in ours:
            whole = whole.rpartition(".")[0]
        if whole in terms:
            held.setdefault(whole, []).append(f"x.{term}")

    lines = [f"  {set_name}:"]
    for key, description in sorted(terms.items()):
        lines += [f"    {key}:", f"      doc: {quoted(description)}"]
        if key in held:
            lines.append("      holds:")
            lines += [f"        - {part}" for part in sorted(held[key])]
    version = importlib.metadata.version("fideslang")
    source = f"Fideslang {version} (https://ethyca.github.io/fideslang), CC BY 4.0."
    write(f"{set_name}.yaml", source, lines)


make_places()
make_from_fideslang("purpose", DEFAULT_TAXONOMY.data_use)
make_from_fideslang("data-category", DEFAULT_TAXONOMY.data_category)
