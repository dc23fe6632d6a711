#!/usr/bin/env python3
"""Measures the audience gate: a neutral campaign over many recipients, beside DuckDB on the same files.

    python3 audience.py SCENARIO.py SCRUPLE [--benchmarks PROGRAM] [--rules 100,1000] [--recipients 1000000] [--out DIR]

SCENARIO.py is the generator of the scenario ("campaign gate"). The answers of both are checked before anything is
measured. Figures are CPU seconds of the whole process, the median of three runs; DuckDB runs SQL that says by hand
what the rules say, with the campaign's facts filled in. With `--benchmarks` the parts are measured too, on one
thread: the share of the CPU time that reading takes, how fast it reads, and how fast it judges what is read. Files of this size belong outside of the project: they go
to the system's folder for temporary files unless --out says otherwise.
"""
import argparse
import csv
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import scenario_library as library


def write_audience(s, count, out):
    """The recipients once, as NDJSON and CSV; a stamp says that they are whole."""
    stamp = os.path.join(out, "recipients-%d" % count)
    if os.path.exists(stamp):
        return
    with open(os.path.join(out, "recipients.ndjson"), "w") as lines, \
            open(os.path.join(out, "recipients.csv"), "w", newline="") as table:
        writer = csv.writer(table, lineterminator="\n")
        writer.writerow(["location" if name == "region" else name for name in s.FLAT])
        for recipient in s.make_recipients(count):
            row = s.retime(recipient)
            writer.writerow(s.flat(row))
            row["location"] = row.pop("region")
            lines.write(json.dumps(row, separators=(",", ":")) + "\n")
    open(stamp, "w").close()


def write_campaign(s, out):
    campaign = s.retime(s.gate_campaign())
    facts = {"client": "sender", "now": campaign["now"], "action": campaign["action"],
             "model": campaign["model"], "account": campaign["client"]}
    facts["columns"] = {"consent_" + key: "consents[%s]" % key for key in s.CONSENTS}
    facts["columns"]["opt_outs"] = {"is": "opt_outs", "empty": "none"}
    with open(os.path.join(out, "campaign.yaml"), "w") as f:
        f.write(json.dumps(facts, indent=1) + "\n")


def expected(s, rules, count):
    campaign = s.gate_campaign()
    for recipient in s.make_recipients(count):
        answer = s.decide(rules, dict(campaign, id=recipient["id"], recipient=recipient))
        verdict = "require-review" if answer["verdict"] == "review" else answer["verdict"]
        yield recipient["id"], verdict, [i.lower() for i in answer["rules"]]


def check(path, wanted, prefix):
    """Compares a file's answers with what the scenario demands of the first recipients, in any order."""
    left = {number: (verdict, rules) for number, verdict, rules in wanted}
    with open(path) as lines:
        for line in lines:
            found = json.loads(line)
            demanded = left.pop(found["id"], None)
            given = (found["verdict"], [r[len(prefix):] for r in found["rules"]])
            if demanded is not None and given != demanded:
                sys.exit("wrong answer: %s, not %s" % (line.strip(), demanded))
    if left:
        sys.exit("%d recipients have no answer in %s" % (len(left), path))


def measured(command, runs=3):
    """CPU seconds (median), elapsed seconds (median) and peak memory in MB of a command."""
    cpu, wall, peak = [], [], 0
    for _ in range(runs):
        before = time.monotonic()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        wall.append(time.monotonic() - before)
        if os.waitstatus_to_exitcode(status) not in (0, 1, 3):
            sys.exit("failed: " + " ".join(command))
        cpu.append(usage.ru_utime + usage.ru_stime)
        peak = max(peak, usage.ru_maxrss // 1024)
    return statistics.median(cpu), statistics.median(wall), peak


def parts(program, policies, campaign, source):
    """Nanoseconds a recipient that reading and judging take by themselves: the best of three."""
    best = None
    for _ in range(3):
        words = subprocess.run([program, "audience", policies, campaign, source], check=True, capture_output=True,
                               text=True).stdout.split()
        if "reading" not in words:
            return None
        number = lambda name: int(words[words.index(name) + 4])
        found = (number("reading"), number("judging"))
        best = min(best, found) if best else found
    return best


def sql(s, c, request):
    """A condition as SQL; what reads the campaign alone is decided here."""
    op = c["op"]
    if op in ("all", "any"):
        return "(" + (" AND " if op == "all" else " OR ").join(sql(s, x, request) for x in c["of"]) + ")"
    if op == "not":
        return "NOT " + sql(s, c["of"], request)
    field = c["field"]
    if not field.startswith("recipient.") and not c.get("other", "").startswith("recipient."):
        return "TRUE" if s.holds(c, request) else "FALSE"
    name = lambda f: f.split(".")[1].replace("region", "location") if f.startswith("recipient.") \
        else literal(s.get(request, f))
    literal = lambda v: ("TRUE" if v else "FALSE") if isinstance(v, bool) \
        else "'%s'" % v if isinstance(v, str) else str(v)
    if op == "in":
        return "%s IN (%s)" % (name(field), ", ".join(literal(v) for v in c["values"]))
    if op == "contains":
        return "list_contains(opt_outs, '%s')" % c["value"]
    if op == "has":
        return "consent_%s IS NOT NULL" % c["key"]
    if op == "older":
        limit = s.rfc(request["now"] - c["seconds"])
        return "coalesce(consent_%s < TIMESTAMP '%s', FALSE)" % (c["key"], limit[:-1].replace("T", " "))
    sign = {"eq": "=", "ne": "<>", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}[op]
    return "%s %s %s" % (name(field), sign, name(c["other"]) if "other" in c else literal(c["value"]))


def duckdb_script(s, rules, source, target):
    """The same decisions as one query, written to NDJSON."""
    request = dict(s.gate_campaign(), recipient={})
    hits = {"deny": [], "review": []}
    names = []
    for rule in rules:
        if not all(s.holds(c, request) for c in rule["scope"] if "recipient." not in json.dumps(c)):
            continue
        test = " AND ".join(sql(s, c, request) for c in rule["scope"] + rule["body"])
        hits[rule["effect"]].append(test)
        names.append("CASE WHEN %s THEN '%s' END" % (test, rule["id"].lower()))
    consents = ", ".join("%s TIMESTAMP" % key for key in s.CONSENTS)
    plain = "id: 'VARCHAR', location: 'VARCHAR', age: 'INTEGER', segment: 'VARCHAR', suppressed: 'BOOLEAN', " \
            "vulnerable: 'BOOLEAN', local_hour: 'INTEGER', sent_24h: 'INTEGER', sent_7d: 'INTEGER', tenure_days: 'INTEGER'"
    if source.endswith(".csv"):
        opened = "SELECT * REPLACE (coalesce(string_split(opt_outs, '|'), []) AS opt_outs) FROM read_csv('%s', header=true)" % source
    else:
        opened = "SELECT *, %s FROM read_ndjson('%s', columns={%s, opt_outs: 'VARCHAR[]', consents: 'STRUCT(%s)'})" % (
            ", ".join("consents.%s AS consent_%s" % (k, k) for k in s.CONSENTS), source, plain, consents)
    either = lambda tests: "(" + " OR ".join(tests or ["FALSE"]) + ")"
    return "SET threads=2; COPY (SELECT id, CASE WHEN %s THEN 'deny' WHEN %s THEN 'require-review' ELSE 'allow' END AS verdict, " \
        "list_filter([%s], lambda x: x IS NOT NULL) AS rules FROM (%s)) TO '%s' (FORMAT json);" % (
            either(hits["deny"]), either(hits["review"]), ", ".join(names), opened, target)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scenario")
    parser.add_argument("scruple")
    parser.add_argument("--benchmarks", help="the program `benchmarks`")
    parser.add_argument("--rules", default="100,1000")
    parser.add_argument("--recipients", type=int, default=1_000_000)
    parser.add_argument("--out", default=os.path.join(tempfile.gettempdir(), "scruple-bench-audience"))
    a = parser.parse_args()
    if not os.path.exists(a.scenario):
        print("skipped: no scenario at %s; SCRUPLE_SHARED names the folder" % a.scenario)
        return
    s = library.load(a.scenario)
    os.makedirs(a.out, exist_ok=True)
    write_audience(s, a.recipients, a.out)
    write_campaign(s, a.out)
    try:
        import duckdb
    except ImportError:
        duckdb = None
        print("DuckDB is not measured: PyPI's `duckdb` is not installed for %s" % sys.executable)
    print("%d recipients, answers checked; CPU seconds of the whole process, median of three" % a.recipients)
    print("%6s  %-7s %-8s %9s %9s %12s %8s %9s %9s %12s %16s" % (
        "rules", "form", "by", "CPU s", "wall s", "M/s/core", "MB/s", "peak MB", "reading", "reading MB/s", "judging M/s/core"))
    for count in map(int, a.rules.split(",")):
        policies = os.path.join(a.out, "policies-%d" % count)
        os.makedirs(policies, exist_ok=True)
        library.write_vocabulary(s, policies)
        rules = s.make_rules(count)
        library.write_policy(rules, policies)
        wanted = list(expected(s, rules, min(20_000, a.recipients)))
        for form in ("ndjson", "csv"):
            source = os.path.join(a.out, "recipients." + form)
            megabytes = os.path.getsize(source) / 1e6
            out = os.path.join(a.out, "out")
            gate = [a.scruple, "gate", os.path.join(a.out, "campaign.yaml"), "--policies", policies, "--audience", source,
                    "--out", out]
            rows = [("scruple", gate, os.path.join(out, "decisions.ndjson"), "bench/")]
            if duckdb:
                target = os.path.join(a.out, "duckdb.ndjson")
                script = duckdb_script(s, rules, source, target)
                rows.append(("DuckDB", [sys.executable, "-c", "import duckdb; duckdb.execute(%r)" % script], target, ""))
            for name, command, answers, prefix in rows:
                measured(command, 1)
                check(answers, wanted, prefix)
                cpu, wall, peak = measured(command)
                own = parts(a.benchmarks, policies, os.path.join(a.out, "campaign.yaml"), source) \
                    if a.benchmarks and name == "scruple" else None
                told = "%8.0f%% %12.0f %16.1f" % (
                    own[0] * a.recipients / cpu / 1e7, megabytes / a.recipients / own[0] * 1e9, 1e3 / own[1]) if own else ""
                print("%6d  %-7s %-8s %9.2f %9.2f %12.2f %8.0f %9d %s" % (
                    count, form, name, cpu, wall, a.recipients / cpu / 1e6, megabytes / cpu, peak, told), flush=True)


if __name__ == "__main__":
    main()
