"""Runs statements on a real database, and prints what their queries answer.

    warehouse.py duckdb|postgres|spark

Each line of the standard input names a file with a list of {"statements": [..], "query": ".."}. A job starts with
nothing of the others. Beside that file `answers.json` is written, a list with one {"rows": [..]} or {"error": ".."} a
job, rows as JSON objects, and a line says so. One database serves all lines, and ends with them. Exit code 3: it is
not installed here.
"""

import json
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

NOT_INSTALLED = 3
# A clock change lies in most of its winters: no answer may hang on the session's zone.
ZONE = "America/Sao_Paulo"


def attempt(work):
    try:
        return {"rows": work()}
    except Exception as error:  # Whatever a database raises is an answer.
        return {"error": f"{type(error).__name__}: {error}"[:2000]}


@contextmanager
def duckdb_session():
    try:
        import duckdb
    except ImportError:
        sys.exit(NOT_INSTALLED)

    def work(job):
        connection = duckdb.connect()
        connection.execute(f"SET TimeZone = '{ZONE}'")
        connection.execute("SET threads = 2")
        for statement in job["statements"]:
            connection.execute(statement)
        query = job["query"].rstrip().rstrip(";")
        found = connection.execute(f"SELECT to_json(t)::VARCHAR FROM ({query}) AS t").fetchall()
        return [json.loads(row[0]) for row in found]

    yield work


@contextmanager
def postgres_session():
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parts[-2]))
    if not programs or not shutil.which("psql"):
        sys.exit(NOT_INSTALLED)
    bin = programs[-1]
    folder = Path(tempfile.mkdtemp(prefix="scruple-postgres-"))
    # The server refuses to run as root.
    user = "postgres" if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name
    prefix = ["runuser", "-u", user, "--"] if os.getuid() == 0 else []
    if os.getuid() == 0:
        shutil.chown(folder, user)

    def run(*command):
        return subprocess.run(prefix + [str(part) for part in command], check=True, capture_output=True, text=True,
                              cwd=folder)

    def work(job):
        query = job["query"].rstrip().rstrip(";")
        script = folder / "job.sql"
        statements = "".join(
            statement + ("\n" if statement.startswith("\\") else ";\n") for statement in job["statements"])
        fresh = "DROP SCHEMA public CASCADE; CREATE SCHEMA public;\n"
        script.write_text(f"{fresh}{statements}SELECT row_to_json(t) FROM (\n{query}\n) AS t;\n", encoding="utf-8")
        try:
            found = run("psql", "-X", "-q", "-At", "-v", "ON_ERROR_STOP=1", "-h", folder, "-U", "scruple",
                        "-d", "postgres", "-f", script)
        except subprocess.CalledProcessError as error:
            raise RuntimeError(error.stderr) from None
        return [json.loads(line) for line in found.stdout.split("\n") if line]

    data = folder / "data"
    try:
        run(bin / "initdb", "-D", data, "-E", "UTF8", "--locale=C.UTF-8", "-U", "scruple", "-A", "trust", "--no-sync")
        run(bin / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o",
            f"-k {folder} -c listen_addresses='' -c fsync=off -c timezone={ZONE} -c jit=off"
            " -c client_min_messages=warning", "start")
        yield work
    finally:
        if (data / "postmaster.pid").exists():
            run(bin / "pg_ctl", "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def spark_session():
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        sys.exit(NOT_INSTALLED)
    folder = tempfile.mkdtemp(prefix="scruple-spark-")
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.sql.session.timeZone", ZONE)
        .config("spark.sql.warehouse.dir", folder + "/warehouse")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.log.level", "OFF")
        .config("spark.driver.extraJavaOptions", "-Dderby.system.home=" + folder)
        .getOrCreate()
    )

    def work(job):
        for table in session.catalog.listTables():
            session.sql(f"DROP TABLE IF EXISTS `{table.name}`")
        for statement in job["statements"]:
            if statement.startswith("CREATE TABLE"):
                statement += " USING parquet"
            session.sql(statement)
        found = session.sql(job["query"].rstrip().rstrip(";"))
        return [json.loads(row) for row in found.toJSON().collect()]

    try:
        yield work
    finally:
        session.stop()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sessions = {"duckdb": duckdb_session, "postgres": postgres_session, "spark": spark_session}
    with sessions[sys.argv[1]]() as work:
        for line in sys.stdin:
            jobs = Path(line.rstrip("\n"))
            answers = [attempt(lambda: work(job)) for job in json.loads(jobs.read_text(encoding="utf-8"))]
            jobs.with_name("answers.json").write_text(json.dumps(answers), encoding="utf-8")
            print("answered", flush=True)
