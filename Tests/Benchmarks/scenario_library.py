#!/usr/bin/env python3
"""Writes the neutral benchmark scenario as a library and facts of ours.

    python3 scenario_library.py SCENARIO.py --rules 100 --requests 2000 --out DIR

SCENARIO.py is the generator of the scenario ("campaign gate"). Its scope conjuncts become `when`, the rest
`forbid`; one rule that always applies, of a policy of authority `law` that covers every place, governs
all actions. What the scenario calls `client` is called `account` here, since a client is who is judged.
"""
import argparse
import importlib.util
import json
import os

SETS = {"action.kind": "action-kind", "action.channel": "channel", "action.purpose": "purpose",
        "recipient.region": "place", "recipient.segment": "segment", "account.industry": "industry",
        "account.tier": "tier", "account.id": "account", "model.id": "model"}
LISTS = {"action.data_categories": "data-category", "recipient.opt_outs": "channel"}
NAMES = {"recipient.region": "recipient.location"}


def load(path):
    spec = importlib.util.spec_from_file_location("scenario", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def ours(field):
    return "account" + field[len("client"):] if field.startswith("client.") else field


def fact(field):
    return NAMES.get(ours(field), ours(field))


def literal(value):
    return ("true" if value else "false") if isinstance(value, bool) else json.dumps(value)


def cel(c):
    op = c["op"]
    if op in ("all", "any"):
        return "(" + (" && " if op == "all" else " || ").join(cel(x) for x in c["of"]) + ")"
    if op == "not":
        return "!(" + cel(c["of"]) + ")"
    field = fact(c["field"])
    if op == "in":
        return "%s in [%s]" % (field, ", ".join(literal(v) for v in c["values"]))
    if op in ("contains", "has"):
        return "%s in %s" % (literal(c.get("value", c.get("key"))), field)
    if op == "older":
        key = literal(c["key"])
        return '(%s in %s && now - %s[%s] > duration("%ds"))' % (key, field, field, key, c["seconds"])
    sign = {"eq": "==", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}[op]
    return "%s %s %s" % (field, sign, fact(c["other"]) if "other" in c else literal(c["value"]))


def write_vocabulary(s, out):
    terms = {"action-kind": s.KINDS, "channel": s.CHANNELS, "purpose": s.PURPOSES, "segment": s.SEGMENTS,
             "industry": s.INDUSTRIES, "tier": s.TIERS, "account": s.CLIENTS, "model": s.MODELS,
             "data-category": s.DATA, "consent-key": s.CONSENTS, "place": s.REGIONS}
    lines = ["vocabulary: bench", "terms:"]
    for name, ids in terms.items():
        lines.append("  %s:" % name)
        lines += ["    %s: {}" % i for i in ids]
        if name == "place":
            lines.append("    everywhere: {holds: [%s]}" % ", ".join(ids))
    lines += ["facts:", '  now: {type: timestamp, doc: "The instant."}']
    roots = {}
    for field, name in SETS.items():
        roots.setdefault(fact(field).split(".")[0], []).append((fact(field).split(".")[1], "term(%s)" % name))
    for field, name in LISTS.items():
        roots.setdefault(field.split(".")[0], []).append((field.split(".")[1], "list(term(%s))" % name))
    for root, field, kind in [
            ("action", "automated", "bool"), ("action", "template_approved", "bool"), ("action", "discount_pct", "int"),
            ("action", "audience_size", "int"), ("model", "risk", "int"), ("model", "explainable", "bool"),
            ("account", "strict", "bool"), ("account", "max_per_week", "int"), ("recipient", "id", "string"),
            ("recipient", "age", "int"), ("recipient", "consents", "map(term(consent-key), timestamp)"),
            ("recipient", "suppressed", "bool"), ("recipient", "vulnerable", "bool"), ("recipient", "local_hour", "int"),
            ("recipient", "sent_24h", "int"), ("recipient", "sent_7d", "int"), ("recipient", "tenure_days", "int")]:
        roots.setdefault(root, []).append((field, kind))
    for root, fields in roots.items():
        lines += ["  %s:" % root, '    doc: "Of the scenario."', "    fields:"]
        lines += ['      %s: {type: "%s", doc: "Of the scenario."}' % x for x in fields]
    with open(os.path.join(out, "vocabulary.yaml"), "w") as f:
        f.write("\n".join(lines) + "\n")


def write_policy(rules, out):
    lines = ["policy: bench", 'title: "Benchmark"', "authority: law", "covers: [everywhere]", "rules:",
             "  - rule: governed", "    cite: [none]", "    forbid: \"false\"", "    because: Never.", ""]
    for rule in rules:
        lines += ["  - rule: %s" % rule["id"].lower(), "    cite: [none]"]
        if rule["scope"]:
            lines.append("    when:")
            lines += ["      - >-\n        %s" % cel(c) for c in rule["scope"]]
        lines.append("    forbid: >-\n      %s" % " && ".join(cel(c) for c in rule["body"]))
        lines += ["    verdict: %s" % {"deny": "deny", "review": "require-review"}[rule["effect"]], "    because: Fired.", ""]
    lines += ["---", "client: sender", 'title: "Benchmark"', "adopts: [bench]"]
    with open(os.path.join(out, "policy.yaml"), "w") as f:
        f.write("\n".join(lines) + "\n")


def request(s, q):
    q = s.retime(q)
    recipient = dict(q["recipient"])
    recipient["location"] = recipient.pop("region")
    return {"client": "sender", "now": q["now"], "action": q["action"], "model": q["model"],
            "account": q["client"], "recipient": recipient}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scenario")
    parser.add_argument("--rules", type=int, default=100)
    parser.add_argument("--requests", type=int, default=2000)
    parser.add_argument("--out", required=True)
    a = parser.parse_args()
    s = load(a.scenario)
    os.makedirs(a.out, exist_ok=True)
    rules = s.make_rules(a.rules)
    write_vocabulary(s, a.out)
    write_policy(rules, a.out)
    with open(os.path.join(a.out, "requests.ndjson"), "w") as f, \
            open(os.path.join(a.out, "expected.ndjson"), "w") as g:
        for q in s.make_requests(a.requests):
            answer = s.decide(rules, q)
            verdict = {"review": "require-review"}.get(answer["verdict"], answer["verdict"])
            f.write(json.dumps(request(s, q), separators=(",", ":")) + "\n")
            g.write(" ".join([verdict] + [i.lower() for i in answer["rules"]]) + "\n")


if __name__ == "__main__":
    main()
