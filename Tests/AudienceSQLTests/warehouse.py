"""Runs statements on a real database, and prints what their queries answer.

    warehouse.py duckdb|postgres|spark JOBS.json

JOBS.json is a list of {"statements": [..], "query": ".."}. A job starts with nothing of the others.
Printed is a list with one {"rows": [..]} or {"error": ".."} a job, rows as JSON objects. Exit code 3: the database
is not installed here.
"""

import json
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

NOT_INSTALLED = 3
# A clock change lies in most of its winters: no answer may hang on the session's zone.
ZONE = "America/Sao_Paulo"


def attempt(work):
    try:
        return {"rows": work()}
    except Exception as error:  # Whatever a database raises is an answer.
        return {"error": f"{type(error).__name__}: {error}"[:2000]}


def duckdb_answers(jobs):
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

    return [attempt(lambda: work(job)) for job in jobs]


def postgres_answers(jobs):
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

    data = folder / "data"
    try:
        run(bin / "initdb", "-D", data, "-E", "UTF8", "--locale=C.UTF-8", "-U", "scruple", "-A", "trust", "--no-sync")
        run(bin / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o",
            f"-k {folder} -c listen_addresses='' -c fsync=off -c timezone={ZONE} -c jit=off", "start")

        def work(number, job):
            name = f"job{number}"
            psql = ["psql", "-X", "-q", "-At", "-v", "ON_ERROR_STOP=1", "-h", folder, "-U", "scruple"]
            run(*psql, "-d", "postgres", "-c", f"CREATE DATABASE {name}")
            query = job["query"].rstrip().rstrip(";")
            script = folder / f"{name}.sql"
            statements = "".join(
                statement + ("\n" if statement.startswith("\\") else ";\n") for statement in job["statements"])
            script.write_text(f"{statements}SELECT row_to_json(t) FROM (\n{query}\n) AS t;\n", encoding="utf-8")
            try:
                found = run(*psql, "-d", name, "-f", script)
            except subprocess.CalledProcessError as error:
                raise RuntimeError(error.stderr) from None
            return [json.loads(line) for line in found.stdout.split("\n") if line]

        return [attempt(lambda: work(number, job)) for number, job in enumerate(jobs)]
    finally:
        if (data / "postmaster.pid").exists():
            run(bin / "pg_ctl", "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def spark_answers(jobs):
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
        return [attempt(lambda: work(job)) for job in jobs]
    finally:
        session.stop()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    answers = {"duckdb": duckdb_answers, "postgres": postgres_answers, "spark": spark_answers}[sys.argv[1]]
    found = answers(json.loads(Path(sys.argv[2]).read_text(encoding="utf-8")))
    json.dump(found, sys.stdout)
