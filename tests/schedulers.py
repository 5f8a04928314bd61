#!/usr/bin/env python3
"""The recipes of docs/scheduling.md, each tried by its own tool: `just test-schedulers`, or tests/schedulers.py [PROGRAM [RECIPE…]].

The recipes are taken out of the page; /srv/news and /news become a folder of small articles. Each is run as it stands with inputs
that make the program leave with 0, 3 (an empty file among them), 4 (too many of these) and 11 (a run that hangs is at work).
PROGRAM is the built program; without an argument target/release/quotient. RECIPE is cron, kubernetes, slurm, dagster or airflow.

Airflow, Dagster, kubernetes-validate and croniter are installed into target/schedulers, each into an environment of its own. What
cannot be installed is skipped, and why is said; a recipe that does not do what the page says makes this exit with 1.
"""

import contextlib, json, os, re, shlex, shutil, subprocess, sys, tempfile, time, venv
from pathlib import Path

REPO = Path(__file__).resolve().parent.parent
PROGRAM = Path(sys.argv[1] if len(sys.argv) > 1 else REPO / "target/release/quotient").resolve()
ROOM = REPO / "target/schedulers"
PAGE = (REPO / "docs/scheduling.md").read_text(encoding="utf-8")
LIMIT = 600  # seconds for anything: nothing may hang
# Airflow's constraints file is not in a package index; the versions named here are what the recipes were tried with.
WANTED = {
    "airflow": ["apache-airflow==3.3.2", "apache-airflow-providers-standard==1.21.0"],
    "dagster": ["dagster==1.13.29"],
    "kubernetes": ["kubernetes-validate==1.37.0"],
    "cron": ["croniter==7.0.0"],
}


class Wrong(Exception):
    pass


def check(holds, told):
    if not holds:
        raise Wrong(told)


def blocks(heading, language):
    """The blocks of code in this language under a heading of the page."""
    part = re.search(rf"^## {re.escape(heading)}$(.*?)(?=^## |\Z)", PAGE, re.M | re.S)
    found = re.findall(rf"^```{language}\n(.*?)^```$", part[1] if part else "", re.M | re.S)
    check(found, f"the page has no {language} under {heading!r}")
    return found


class Skipped(Exception):
    pass


def python_with(tool):
    """The Python of an environment that has what WANTED names, or Skipped with the installer's last words."""
    python = ROOM / tool / "bin/python"
    done = ROOM / tool / "installed.txt"
    if done.is_file() and done.read_text() == "\n".join(WANTED[tool]):
        return python
    shutil.rmtree(ROOM / tool, ignore_errors=True)
    venv.create(ROOM / tool, with_pip=True)
    # uv does in seconds what pip takes minutes for.
    uv = subprocess.run([python, "-m", "pip", "install", "--quiet", "uv"], capture_output=True, timeout=LIMIT)
    pip = [python, "-m", "uv", "pip", "install", "--python", python] if uv.returncode == 0 else [python, "-m", "pip", "install"]
    try:
        tried = subprocess.run([*pip, "--quiet", *WANTED[tool]], capture_output=True, text=True, timeout=LIMIT)
    except subprocess.TimeoutExpired:
        raise Skipped(f"{' '.join(WANTED[tool])} did not install within {LIMIT} s")
    if tried.returncode != 0:
        lines = tried.stderr.strip().splitlines() or ["no reason given"]
        raise Skipped(f"{' '.join(WANTED[tool])} cannot be installed: {lines[-1]}")
    done.write_text("\n".join(WANTED[tool]))
    return python


class Desk:
    """What the page calls /srv/news: quotient.toml as the page has it, 40 articles, and so many empty files."""

    def __init__(self, folder, program=PROGRAM):
        self.folder = folder
        (folder / "incoming").mkdir(parents=True)
        (folder / "metrics").mkdir()
        (folder / "bin").mkdir()
        (folder / "bin/quotient").symlink_to(program)
        (folder / "quotient.toml").write_text(blocks("What to give it", "toml")[0])
        for number in range(40):
            story = f"“We will not let boat {number} go,” said Mayor Ann Okafor on Monday.\n"
            (folder / f"incoming/story-{number}.txt").write_text(story)

    def rejects(self, number):
        for at in range(number):
            (self.folder / f"incoming/empty-{at}.txt").touch()

    @contextlib.contextmanager
    def busy(self):
        """Another run is at work on the same output: it waits for standard input, which does not end."""
        words = [PROGRAM, "run", "-", "--no-config", "--no-report", "--quiet", "--output", "published"]
        start = lambda: subprocess.Popen(words, cwd=self.folder, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL)
        other = start()
        try:
            for _ in range(60):
                time.sleep(0.2)
                if other.poll() is not None:  # the probe was at work when it came
                    other = start()
                    continue
                probe = subprocess.run([PROGRAM, "run", "--no-report", "--quiet", "--update"], cwd=self.folder, capture_output=True)
                if probe.returncode == 11:
                    break
            check(probe.returncode == 11, f"a second run left with {probe.returncode}, not 11")
            yield
        finally:
            other.terminate()
            other.wait()

    def env(self, **more):
        return {**os.environ, "PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}", **more}

    def placed(self, recipe):
        """The recipe with this folder in the place of the page's."""
        recipe = recipe.replace("/usr/local/bin/quotient", str(self.folder / "bin/quotient"))
        return recipe.replace("/srv/news", str(self.folder))

    def counts(self):
        """How many articles were published and inputs rejected; nothing if there is no data set."""
        with contextlib.suppress(FileNotFoundError):
            counts = json.loads((self.folder / "published/dataset.json").read_text())["counts"]
            return counts["done"], counts["rejected"]

    def last_exit(self):
        reports = sorted((self.folder / "runs").glob("*.json"), key=lambda path: path.stat().st_mtime_ns)
        return json.loads(reports[-1].read_text())["exit_code"] if reports else None

    def walk(self, run):
        """Makes the program leave with each code in turn. `run()` tries the recipe: done, failed or skipped."""
        self.tell(run, "nothing is there yet", "done", 0, (40, 0))
        self.tell(run, "nothing is new", "done", 0, (40, 0))
        self.rejects(1)
        self.tell(run, "one input is rejected", "done", 3, (40, 1))
        self.rejects(9)
        self.tell(run, "too many are rejected", "failed", 4, (40, 1))

    def tell(self, run, when, wanted, code, counts):
        found = run()
        check(found == wanted, f"{when}: the tool says {found}, not {wanted}")
        check(self.last_exit() == code, f"{when}: the program left with {self.last_exit()}, not {code}")
        check(self.counts() == counts, f"{when}: published and rejected are {self.counts()}, not {counts}")


def sh(command, folder, env):
    done = subprocess.run(["sh", "-c", command], cwd=folder, env=env, capture_output=True, text=True, timeout=LIMIT)
    return done.returncode


def said(words, **how):
    """Runs a tool that must not fail; what it prints."""
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, timeout=LIMIT, **how)
    check(done.returncode == 0, f"{shlex.join(map(str, words))} left with {done.returncode}\n{(done.stdout + done.stderr)[-3000:]}")
    return done.stdout


def cron(room):
    line = blocks("cron", "cron")[0].strip()
    *times, command = line.split(None, 5)
    # What cron itself would make of it: a percent sign is the end of a line there.
    check("%" not in command, "cron takes % for the end of a line")
    desk = Desk(room / "desk")
    command = desk.placed(command)

    def run():
        return "failed" if sh(command, room, desk.env()) else "done"

    desk.walk(run)
    with desk.busy():
        check(run() == "failed", "another run at work is not told")
    python = python_with("cron")
    ask = "import sys, datetime, croniter; print(croniter.croniter(sys.argv[1], datetime.datetime(2026, 1, 31, 5)).get_next(datetime.datetime))"
    found = said([python, "-c", ask, " ".join(times)]).strip()
    check(found == "2026-02-01 04:15:00", f"the line {line!r} would be run at {found}")
    return "times read by croniter, command run by sh"


AIRFLOW = """
import sys
from airflow.dag_processing.dagbag import DagBag

bag = DagBag(sys.argv[1])
assert not bag.import_errors, bag.import_errors
(dag,) = bag.dags.values()
run = dag.test()
states = [(str(one.state), one.try_number) for one in run.get_task_instances()]
print("STATES", *(f"{state} {tries}" for state, tries in states))
"""


def airflow(room):
    python = python_with("airflow")
    desk = Desk(room / "desk")
    dags = room / "dags"
    dags.mkdir()
    (dags / "recipe.py").write_text(desk.placed(blocks("Airflow", "python")[0]))
    (room / "run.py").write_text(AIRFLOW)
    env = desk.env(
        AIRFLOW_HOME=str(room / "home"),
        AIRFLOW__CORE__DAGS_FOLDER=str(dags),
        AIRFLOW__CORE__LOAD_EXAMPLES="False",
        AIRFLOW__CORE__DEFAULT_TASK_RETRY_DELAY="1",  # nobody waits five minutes here
        NO_COLOR="1",
    )
    said([python, "-m", "airflow", "db", "migrate"], env=env, cwd=room)
    kinds = {"success": "done", "failed": "failed", "skipped": "skipped"}

    def run(tries=1):
        out = said([python, room / "run.py", dags], env=env, cwd=room)
        state, found = re.search(r"^STATES (\w+) (\d+)$", out, re.M).groups()
        check(state == "failed" or int(found) == tries, f"{found} tries, not {tries}")
        return kinds.get(state, state)

    desk.walk(run)
    with desk.busy():
        check(run() == "skipped", "another run at work is not skipped")
    # And as somebody would by hand.
    for empty in (desk.folder / "incoming").glob("empty-*"):
        empty.unlink()
    said([python, "-m", "airflow", "dags", "test", "quotient"], env=env, cwd=room)
    return "loaded by a DagBag, run by dag.test() and by `airflow dags test`"


DAGSTER = """
import sys, dagster as dg
sys.path.insert(0, sys.argv[1])
import recipe

with dg.DagsterInstance.local_temp() as instance:
    done = dg.materialize([recipe.who_said_what], instance=instance, raise_on_error=False)
    again = [event for event in done.all_events if event.event_type_value == "STEP_UP_FOR_RETRY"]
    print("STATE", "done" if done.success else "failed", len(again))
"""


def dagster(room):
    python = python_with("dagster")
    desk = Desk(room / "desk")
    recipe = desk.placed(blocks("Dagster", "python")[0])
    (room / "run.py").write_text(DAGSTER)
    env = desk.env(DAGSTER_HOME=str(room / "home"), DAGSTER_DISABLE_TELEMETRY="1", NO_COLOR="1")
    (room / "home").mkdir()
    said([python, "-m", "dagster", "definitions", "validate", "-f", put(room / "recipe.py", recipe)], env=env, cwd=room)
    # Nobody waits five minutes here.
    check("delay=300" in recipe, "the recipe does not wait before it tries again")
    put(room / "recipe.py", recipe.replace("delay=300", "delay=0"))

    def run(tries=0):
        out = said([python, room / "run.py", room], env=env, cwd=room)
        state, found = re.search(r"^STATE (\w+) (\d+)$", out, re.M).groups()
        check(int(found) == tries, f"tried again {found} times, not {tries}")
        return state

    desk.walk(run)
    with desk.busy():
        check(run(tries=2) == "failed", "another run at work is not told")
    for empty in (desk.folder / "incoming").glob("empty-*"):
        empty.unlink()
    said([python, "-m", "dagster", "asset", "materialize", "--select", "who_said_what", "-f", room / "recipe.py"], env=env, cwd=room)
    out = said([python, "-m", "dagster", "schedule", "list", "-f", room / "recipe.py"], env=env, cwd=room)
    check("every_night" in out and "15 4 * * *" in out, f"the schedule is not there: {out}")
    return "`dagster definitions validate`, materialized in process and by `dagster asset materialize`"


def put(path, text):
    path.write_text(text)
    return path


def kubernetes(room):
    python = python_with("kubernetes")
    job, parts = blocks("Kubernetes", "yaml")[0], blocks("On several machines", "yaml")[0]
    read = "import sys, json, yaml; print(json.dumps(yaml.safe_load(sys.stdin.read())))"
    for name, text in (("job", job), ("parts", parts)):
        said([python, "-m", "kubernetes_validate", "--strict", put(room / f"{name}.yaml", text)])
        # A schema that lets everything pass would be of no use.
        (room / "wrong.yaml").write_text(text.replace("onExitCodes", "onExitCode"))
        wrong = subprocess.run([python, "-m", "kubernetes_validate", "--strict", room / "wrong.yaml"], capture_output=True)
        check(wrong.returncode != 0, "a wrong manifest passed")

    def container(text):
        manifest = json.loads(said([python, "-c", read], input=text))
        spec = manifest["spec"].get("jobTemplate", manifest)["spec"]
        pod = spec["template"]["spec"]
        (one,) = pod["containers"]
        # The rest are rules of the server that no schema has.
        check(pod["restartPolicy"] == "Never", "a policy for failed pods wants restartPolicy Never")
        named = [rule["onExitCodes"]["containerName"] for rule in spec["podFailurePolicy"]["rules"]]
        check(set(named) == {one["name"]}, f"rules for {named}")
        mounts = {mount["name"]: mount["mountPath"] for mount in one["volumeMounts"]}
        check(one["workingDir"] in mounts.values() and set(mounts) == {volume["name"] for volume in pod["volumes"]}, f"{mounts}")
        check(one["command"][:2] == ["sh", "-c"], f"{one['command']}")
        return one["command"][2], spec

    command, _ = container(job)
    desk = Desk(room / "desk")
    desk.walk(lambda: "failed" if sh(command, desk.folder, desk.env()) else "done")
    with desk.busy():
        code = sh(command, desk.folder, desk.env())
        check(code == 11, f"another run at work: {code}, not 11")

    command, spec = container(parts)
    desk = Desk(room / "parts")
    desk.rejects(1)
    for index in range(spec["completions"]):
        code = sh(command, desk.folder, desk.env(JOB_COMPLETION_INDEX=str(index)))
        check(code == 0, f"part {index} left with {code}")
    merge = blocks("On several machines", "sh")[0].splitlines()[-1]
    check(sh(merge, desk.folder, desk.env()) in (0, 3) and desk.counts() == (40, 1), f"merged: {desk.counts()}")
    return "manifests valid by the schemas, commands run by sh"


def slurm(room):
    _, run, _, merge = blocks("On several machines", "sh")[0].splitlines()
    desk = Desk(room / "desk")
    for task in range(1, 8):
        code = sh(run, desk.folder, desk.env(SLURM_ARRAY_TASK_ID=str(task)))
        check(code == 0, f"part {task} left with {code}")
    check(sh(merge, desk.folder, desk.env()) == 0 and desk.counts() == (40, 0), f"merged: {desk.counts()}")
    return "commands run by sh, without Slurm"


def main():
    if not PROGRAM.is_file():
        sys.exit(f"{PROGRAM} is not there: cargo build --release")
    ROOM.mkdir(parents=True, exist_ok=True)
    failed = []
    recipes = {recipe.__name__: recipe for recipe in (cron, kubernetes, slurm, dagster, airflow)}
    for name in sys.argv[2:] or recipes:
        recipe = recipes[name]
        with tempfile.TemporaryDirectory(prefix=f"{name}-") as room:
            try:
                print(f"{name}: {recipe(Path(room).resolve())}; {', '.join(WANTED.get(name, ['no tool']))}", flush=True)
            except Skipped as why:
                print(f"{name}: skipped, {why}", flush=True)
            except (Wrong, subprocess.TimeoutExpired) as why:
                print(f"{name}: WRONG, {why}", flush=True)
                failed.append(name)
    sys.exit(f"recipes that do not do what the page says: {', '.join(failed)}" if failed else 0)


main()
