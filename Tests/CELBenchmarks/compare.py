#!/usr/bin/env python3
"""Times the conditions of `cel-benchmarks` here and with cel-expr-python, Google's C++ runtime.

Usage: compare.py [PATH OF cel-benchmarks]

Conditions and facts are those that `cel-benchmarks --json` tells; both sides must come to the
expected truth. The peer is installed into .build/cel-expr-python; where that cannot be done, the
comparison is skipped, with 0. Both sides: medians of CPU time of one thread; a program and its facts
are made once. What a call from Python costs by itself, that of `true`, is shown and taken off.
"""

import json
import pathlib
import statistics
import subprocess
import sys
import time
import venv

PEER = "cel-expr-python==0.1.3"
ROOT = pathlib.Path(__file__).resolve().parents[2]
FOLDER = ROOT / ".build" / "cel-expr-python"
BATCHES = 31


def python_with_peer():
    """The interpreter that has the peer; None where it cannot be installed."""
    python = FOLDER / "bin" / "python"
    try:
        if not python.exists():
            venv.create(FOLDER, with_pip=True)
        command = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", PEER]
        probe = [python, "-c", "import cel_expr_python.cel"]
        if subprocess.run(probe, stderr=subprocess.DEVNULL).returncode != 0:
            subprocess.run(command, check=True, timeout=300)
            subprocess.run(probe, check=True)
        return python
    except (OSError, subprocess.SubprocessError) as problem:
        print(f"skipped: {PEER} cannot be installed ({problem})")
        return None


def type_named(text, cel):
    """The peer's type for one of ours."""
    kind, _, rest = text.partition("(")
    parts = [type_named(part, cel) for part in rest.removesuffix(")").split(", ") if part]
    if kind == "list":
        return cel.Type.List(*parts)
    if kind == "map":
        return cel.Type.Map(*parts)
    return getattr(cel.Type, kind.upper())


def nanoseconds(body):
    """The median CPU time of a call, from batches of some milliseconds each."""
    body()
    start = time.thread_time_ns()
    body()
    count = max(3, min(10_000, 3_000_000 // max(1, time.thread_time_ns() - start)))
    samples = []
    for _ in range(BATCHES):
        start = time.thread_time_ns()
        for _ in range(count):
            body()
        samples.append((time.thread_time_ns() - start) / count)
    return statistics.median(samples)


def measure(ours):
    """Prints both sides' figures; says whether this side is the faster one everywhere."""
    from cel_expr_python import cel

    plain = cel.NewEnv()
    variables = {fact["name"]: type_named(fact["type"], cel) for fact in ours["facts"]}
    values = {
        fact["name"]: plain.compile(fact["value"]).eval().plain_value() for fact in ours["facts"]
    }
    environment = cel.NewEnv(variables=variables)
    activation = environment.Activation(values)
    nothing = environment.compile("true")
    call = nanoseconds(lambda: nothing.eval(activation))
    print(f"{PEER}; a call costs {call:.0f} ns, which is taken off its evaluations")
    print(
        "                     compile us             evaluate ns\n"
        "condition            here      cel-expr     here      cel-expr     times"
    )
    is_faster = True
    for condition in ours["conditions"]:
        text = condition["text"]
        program = environment.compile(text)
        if program.eval(activation).value() is not condition["expected"]:
            sys.exit(f"cel-expr-python: `{text}` is not {condition['expected']}")
        compiling = nanoseconds(lambda: environment.compile(text))
        evaluating = nanoseconds(lambda: program.eval(activation)) - call
        here = condition["evaluate"]
        is_faster = is_faster and here < evaluating
        print(
            f"{condition['name']:<19}{condition['compile'] / 1000:>7.1f}{compiling / 1000:>13.1f}"
            f"{here:>11.1f}{evaluating:>13.1f}{evaluating / here:>9.1f}"
        )
    print("faster in all conditions" if is_faster else "not faster in all conditions")


def main(arguments):
    if arguments[:1] == ["--measure"]:
        measure(json.load(sys.stdin))
        return 0
    python = python_with_peer()
    if python is None:
        return 0
    program = arguments[0] if arguments else ROOT / ".build" / "release" / "cel-benchmarks"
    ours = subprocess.run([program, "--json"], check=True, capture_output=True).stdout
    return subprocess.run([python, __file__, "--measure"], input=ours).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
