#!/usr/bin/env python3
"""Remote inputs against a real server: `just test-remote`, or tests/remote.py [PROGRAM].

Starts s3s-fs, a server of S3 over a folder of files, fills a bucket, and compares what is made of it with what is made of
the same folder as it lies on the disk. Before the server stands a relay that passes all bytes on as they are, and at a
given moment deletes an object, cuts a connection, or kills the server. Pages come from Python's own web server.

PROGRAM is one built with `--features remote`; without an argument target/debug/quotient. Where s3s-fs or Python is absent,
it says so and ends well: cargo install s3s-fs --version 0.14.1 --features binary --locked --root target/s3s
"""

import base64, contextlib, csv, gzip, http.client, http.server, io, json, os, re, shutil, signal, socket, subprocess, sys, tarfile
import tempfile, threading, time, urllib.parse, zipfile
from pathlib import Path

csv.field_size_limit(1 << 30)
REPO = Path(__file__).resolve().parent.parent
PROGRAM = Path(sys.argv[1] if len(sys.argv) > 1 else REPO / "target/debug/quotient").resolve()
KEYS = ("tester", "a-secret-that-nobody-sees")
STORY = (REPO / "input/cup-final.txt").read_text()
LIMIT = 240  # seconds for any run: nothing may hang


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Relay:
    """Passes bytes on; `hook(line)` sees each request's first line before it is passed on, `cut(request)` may
    say after how many bytes the answer is to end."""

    def __init__(self, to):
        self.to, self.lines, self.hook, self.cut = to, [], None, None
        self.gets, self.most, self.lock = 0, 0, threading.Lock()
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port = self.door.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            threading.Thread(target=self.serve, args=(self.door.accept()[0],), daemon=True).start()

    def serve(self, client):
        try:
            server = socket.create_connection(("127.0.0.1", self.to))
        except OSError:
            return client.close()
        state = {"left": None}
        with self.lock:
            self.gets += 1
            self.most = max(self.most, self.gets)
        threading.Thread(target=self.answers, args=(server, client, state), daemon=True).start()
        with contextlib.suppress(OSError):
            while data := client.recv(1 << 16):
                line = data.split(b"\r\n", 1)[0].decode(errors="replace")
                self.lines.append(line)
                if self.hook:
                    self.hook(line)
                state["left"] = self.cut(data.decode(errors="replace")) if self.cut else None
                server.sendall(data)
        close(server)
        with self.lock:
            self.gets -= 1

    @staticmethod
    def answers(server, client, state):
        with contextlib.suppress(OSError):
            while data := server.recv(1 << 16):
                if state["left"] is not None:
                    state["left"] -= len(data)
                    if state["left"] < 0:
                        break
                client.sendall(data)
        close(client), close(server)


def close(one):
    with contextlib.suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()


class Server:
    def __init__(self, program, root, keys=("--access-key", KEYS[0], "--secret-key", KEYS[1])):
        self.port = free_port()
        words = [program, "--host", "127.0.0.1", "--port", self.port, *keys, root]
        self.process = subprocess.Popen(list(map(str, words)), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(100):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port)):
                return
            time.sleep(0.05)
        sys.exit("s3s-fs does not start")

    def put(self, path, data):
        """Uploads, to a server that wants no keys."""
        line = http.client.HTTPConnection("127.0.0.1", self.port)
        line.request("PUT", urllib.parse.quote(f"/{path}"), body=data)
        answer = line.getresponse()
        check(answer.status == 200, f"{path}: {answer.status} {answer.read()}")
        line.close()

    def kill(self):
        self.process.kill()
        self.process.wait()


class Run:
    """One run of the program, ended: its exit code, messages, tables, and the most memory it had."""

    def __init__(self, desk, name, inputs, port, *more, secret=KEYS[1]):
        self.out = desk / "out" / name
        env = {"PATH": os.environ["PATH"], "HOME": str(desk), "AWS_REGION": "us-east-1", "AWS_ALLOW_HTTP": "true"}
        env |= {"AWS_ACCESS_KEY_ID": KEYS[0], "AWS_SECRET_ACCESS_KEY": secret, "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}"}
        words = [PROGRAM, "run", *inputs, "-o", self.out, "--format", "parquet,csv", *more]
        started = time.time()
        with open(desk / "messages", "w+b") as messages:
            process = subprocess.Popen(list(map(str, words)), cwd=desk, env=env, stderr=messages, stdin=subprocess.DEVNULL)
            late = threading.Timer(LIMIT, process.kill)
            late.start()
            _, status, usage = os.wait4(process.pid, 0)
            late.cancel()
            messages.seek(0)
            self.says = messages.read().decode()
        self.code, self.peak = os.waitstatus_to_exitcode(status), usage.ru_maxrss / 1024
        process.returncode = self.code
        self.seconds = time.time() - started
        check(self.code != -signal.SIGKILL, f"{name} hangs:\n{self.says}")
        check(KEYS[1] not in self.says, "a secret is shown")

    def text(self, table):
        return (self.out / "csv" / f"{table}.csv").read_text()

    def rows(self, table):
        return list(csv.DictReader(io.StringIO(self.text(table))))

    def tables(self):
        return {path.stem: path.read_text() for path in sorted((self.out / "csv").glob("*.csv"))}

    def reasons(self):
        return {row["source_uri"]: row["reason"] for row in self.rows("rejects")}


def check(good, otherwise):
    if not good:
        raise AssertionError(otherwise)


def fill(folder, parquet):
    """A few hundred objects of all kinds."""
    def put(name, data):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)

    for n in range(200):
        put(f"2024/{n % 12 + 1:02}/story-{n:03}.txt", f"Report number {n}\n\n“We stay,” said Ann Okafor, mayor number {n}.\n")
    for n in range(40):
        records = [{"id": f"r{n}-{k}", "title": f"R{n}", "text": f"“No,” said Bo Yun in case {n}/{k}."} for k in range(3)]
        put(f"records/{n:02}.jsonl.gz", gzip.compress("".join(json.dumps(one) + "\n" for one in records).encode(), mtime=0))
    for n in range(40):
        put(f"pages/{n % 5}/p{n}.html", f"<html><body><article><h1>P{n}</h1><p>“Yes,” said Kit Farraday of page {n}.</p>"
            "<p>It was the last of many meetings that the town had held this year.</p></article></body></html>")
    put("tables/articles.parquet", parquet)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("in/a.txt", "In a ZIP\n\n“So be it,” said Ann Okafor.\n")
        archive.writestr("in/b.html", "<p>“So be it,” said Bo Yun, who had waited for a day.</p>")
    put("packed/all.zip", packed.getvalue())
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        entry = tarfile.TarInfo("c.txt")
        entry.size = len(STORY.encode())
        archive.addfile(entry, io.BytesIO(STORY.encode()))
    put("packed/all.tgz", packed.getvalue())
    put("broken/half.txt.gz", gzip.compress(os.urandom(5000).hex().encode())[:3000])
    put("broken/empty.txt", "")
    put("broken/not.zip", b"PK\x03\x04 and nothing else")
    put("odd/what's this + ü [1] 100%.txt", STORY + "One more.\n")
    put("odd/LETTER", STORY + "A letter.\n")
    put("odd/photo.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01")
    put("odd/list.yaml", "a: b\n")
    put("odd/.hidden.txt", STORY)
    put(".git/config.txt", STORY)
    put(".git/head.txt", STORY)


def main():
    server = shutil.which("s3s-fs", path=f"{REPO}/target/s3s/bin:{os.environ['PATH']}")
    if server is None:
        return print("skipped: there is no s3s-fs; " + __doc__.strip().rsplit(": ", 1)[1])
    with tempfile.TemporaryDirectory() as desk:
        tests = Tests(Path(desk), server)
        wanted = os.environ.get("ONLY", "")
        try:
            for name in [name for name in vars(Tests) if name.startswith("test_") and wanted in name]:
                started = time.time()
                figures = getattr(tests, name)() or ""
                print(f"ok  {name[5:].replace('_', ' ')}  ({time.time() - started:.0f} s) {figures}", flush=True)
        finally:
            tests.server.kill(), tests.open.kill()
    print("All good.")


class Tests:
    def __init__(self, desk, program):
        self.desk, self.program, self.root = desk, program, desk / "root"
        (desk / "out").mkdir()
        (desk / "small").mkdir()
        for name in ["ferry-strike.txt", "vorland-vote.txt.zst"]:
            shutil.copy(REPO / "input" / name, desk / "small")
        made = Run(desk, "made", ["small"], 0)
        parquet = next((made.out / "data/articles").glob("*.parquet")).read_bytes()
        fill(self.root / "news", parquet)
        self.open = Server(self.program, self.root, ())
        self.upload("news")
        self.start()

    def upload(self, bucket):
        """Files that lie in a bucket become objects, whose ETags the server remembers."""
        for path in sorted((self.root / bucket).rglob("*")):
            if path.is_file():
                self.open.put(str(path.relative_to(self.root)), path.read_bytes())

    def start(self):
        self.server = Server(self.program, self.root)
        self.relay = Relay(self.server.port)

    def again(self):
        self.server.kill()
        self.start()

    def run(self, name, *inputs, **more):
        words = more.pop("words", [])
        return Run(self.desk, name, inputs, more.pop("port", self.relay.port), *words, **more)

    def same(self, name, remote, local, code):
        """Both runs make the same of the same, but for the addresses."""
        there, here = self.run(f"{name}-s3", *remote), self.run(f"{name}-local", *local)
        check(there.code == here.code == code, f"exit codes {there.code} and {here.code}:\n{there.says}\n{here.says}")
        here_tables, there_tables = here.tables(), there.tables()
        check(here_tables.keys() == there_tables.keys(), "not the same tables")
        for table, text in here_tables.items():
            text = re.sub(r"\broot/", "s3://", text)
            check(text == there_tables[table], f"{name}: the table {table} is not the same")
        skipped = [re.findall(r"skipped .*", run.says) for run in (there, here)]
        check(skipped[0] == skipped[1], f"skipped: {skipped}")
        return there

    def test_a_bucket_is_what_its_folder_is(self):
        run = self.same("whole", ["s3://news"], ["root/news"], 3)
        check(len(run.rows("articles")) > 360, "too few articles")
        broken = {"broken/half.txt.gz": "truncated", "broken/empty.txt": "empty", "broken/not.zip": "corrupt"}
        check(run.reasons() == {f"s3://news/{name}": why for name, why in broken.items()}, run.reasons())
        again = self.run("again", "s3://news")
        check(again.tables() == run.tables(), "another run, another outcome")
        return f"{len(run.rows('articles'))} articles, {self.relay.most} connections at most"

    def test_folders_patterns_and_objects(self):
        self.same("folder", ["s3://news/2024/03"], ["root/news/2024/03"], 0)
        self.same("slash", ["s3://news/pages/"], ["root/news/pages/"], 0)
        self.same("pattern", ["s3://news/2024/0[1-3]/*-0?1*.txt"], ["root/news/2024/0[1-3]/*-0?1*.txt"], 0)
        self.same("stars", ["s3://news/**/*.html"], ["root/news/**/*.html"], 0)
        self.same("folders", ["s3://news/p*"], ["root/news/p*"], 0)
        self.same("literal", ["s3://news/odd/what's this + ü [1] 100%.txt"], ["root/news/odd/what's this + ü [1] 100%.txt"], 0)
        self.same("object", ["s3://news/tables/articles.parquet"], ["root/news/tables/articles.parquet"], 0)
        self.same("without an ending", ["s3://news/odd/LETTER"], ["root/news/odd/LETTER"], 0)

    def test_several_places_keep_their_names_apart(self):
        run = self.run("several", "s3://news/2024/03", "s3://news/2024/04", "root/news/2024/03")
        keys = [row["article_key"] for row in run.rows("articles")]
        check(run.code == 0 and len(set(keys)) == len(keys), keys)
        check(keys[0] == "news/2024/03/story-002" and keys[-1].startswith("root/news/2024/03/"), keys)
        names = ["s3://news/odd/LETTER", "s3://news/gone.txt", "root/news/odd/LETTER", "s3://news/packed"]
        (self.desk / "names").write_text("\n".join(names))
        run = self.run("listed", "@names")
        check(run.code == 3 and run.reasons() == {"s3://news/gone.txt": "unreadable"}, run.says)
        uris = [row["source_uri"].rsplit("/", 1)[1] for row in run.rows("articles")]
        check(uris == ["LETTER", "LETTER", "c.txt", "a.txt", "b.html"], uris)

    def test_mistakes_are_told_before_anything_is_touched(self):
        for inputs, says in [(["s3://news/nothing"], "nothing at"), (["s3://nowhere/a"], "bucket"), (["s3://"], "no bucket")]:
            run = self.run("mistake", *inputs)
            check(run.code == 2 and says in run.says and not run.out.exists(), (inputs, run.code, run.says))
        run = self.run("keys", "s3://news", secret="wrong")
        check(run.code == 2 and "denies access" in run.says and "AWS_" in run.says, run.says)
        run = self.run("nobody", "s3://news", port=free_port())
        check(run.code == 1 and "refused" in run.says and not run.out.exists(), (run.code, run.says))
        return f"gave up after {run.seconds:.0f} s where nobody answers"

    def test_an_object_deleted_or_changed_after_listing(self):
        victims = {"2024/05/story-100.txt": "unreadable", "pages/2/p12.html": "changed"}
        folder = self.root / "news"
        kept = {name: (folder / name).read_bytes() for name in victims}
        before = self.run("before", "s3://news/2024", "s3://news/pages")

        def hook(line):
            if line.startswith("GET /news/2024/05/story-100"):
                (folder / "2024/05/story-100.txt").unlink(missing_ok=True)
            elif line.startswith("GET /news/pages/2/p12"):
                self.open.put("news/pages/2/p12.html", kept["pages/2/p12.html"].replace(b"Farraday", b"Ferryman"))

        self.relay.hook = hook
        run = self.run("after", "s3://news/2024", "s3://news/pages")
        self.relay.hook = None
        for name, data in kept.items():
            self.open.put(f"news/{name}", data)
        check(run.code == 3 and run.reasons() == {f"s3://news/{name}": why for name, why in victims.items()}, run.says)
        others = [row["source_uri"] for row in before.rows("articles") if row["source_uri"][10:] not in victims]
        check([row["source_uri"] for row in run.rows("articles")] == others, "others were harmed")

    def long(self):
        (self.root / "long").mkdir(exist_ok=True)
        records = ({"id": str(n), "note": "x" * 300_000} for n in range(30))
        (self.root / "long/a.jsonl").write_text("".join(json.dumps(one) + "\n" for one in records))
        (self.root / "long/b.txt").write_text(STORY)
        self.upload("long")

    def test_connections_that_break_are_mended(self):
        self.long()
        whole = self.run("whole-long", "s3://long")
        cuts = []

        def cut(request):
            if "a.jsonl" in request and len(cuts) < 3:
                cuts.append(request)
                return 700_000
            return None

        self.relay.cut = cut
        run = self.run("cut", "s3://long")
        self.relay.cut = None
        check(len(cuts) == 3 and run.tables() == whole.tables() and run.code == 3, run.says)

    def test_an_object_that_cannot_be_read_to_its_end(self):
        self.long()
        third = f"bytes={2 * (2 << 20)}-"
        self.relay.cut = lambda request: 1000 if "a.jsonl" in request and third in request else None
        run = self.run("unfinished", "s3://long")
        self.relay.cut = None
        reasons = [row["reason"] for row in run.rows("rejects")]
        check(run.code == 3 and reasons[-1] == "unreadable" and reasons[:-1] == ["no_text"] * 13, run.says)
        check(len(run.rows("articles")) == 1, "the other object was harmed")
        return f"gave it up after {run.seconds:.0f} s"

    def test_a_server_that_dies(self):
        count = []

        def hook(line):
            if line.startswith("GET /news/") and "?" not in line and (count.append(line) or len(count) == 60):
                self.server.kill()

        for words, code in [([], 3), (["--max-rejects", "0"], 4)]:
            count.clear()
            self.relay.hook = hook
            run = self.run(f"dying{code}", "s3://news", words=words)
            self.again()
            check(run.code == code, (run.code, run.says))
            if code == 3:
                uris = {row["source_uri"] for row in run.rows("rejects") if row["reason"] == "unreadable"}
                done, lost, seconds = len(run.rows("articles")), len(uris), run.seconds
            else:
                check(not run.out.exists(), "something was published")
        check(done >= 20 and lost > 100, (done, lost))
        return f"{done} articles, {lost} inputs rejected after {seconds:.0f} s"

    def test_memory_is_bounded(self):
        folder = self.root / "heavy"
        folder.mkdir()
        line = json.dumps({"id": "x", "note": "lorem ipsum " * 30_000}) + "\n"
        for name in ["a", "b"]:
            with open(folder / f"{name}.jsonl", "w") as file:
                for _ in range(400):
                    file.write(line)
        for n in range(100):
            (folder / f"c{n:03}.jsonl").write_text(line * 2)
        self.upload("heavy")
        size = sum(path.stat().st_size for path in folder.iterdir()) >> 20
        here, there = self.run("heavy-local", "root/heavy", words=["-q"]), self.run("heavy-s3", "s3://heavy", words=["-q"])
        check(here.code == there.code == 3, there.says)
        check(here.text("rejects").replace("root/", "s3://") == there.text("rejects"), "not the same")
        check(there.peak - here.peak < 128, f"{there.peak:.0f} MB, locally {here.peak:.0f}")
        shutil.rmtree(folder)
        return (f"{size} MB: at most {there.peak:.0f} MB in memory and {there.seconds:.0f} s,"
                f" locally {here.peak:.0f} MB and {here.seconds:.0f} s")

    def test_pages(self):
        tries, asked = [], []

        class Pages(http.server.SimpleHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                asked.append(self.path)
                if self.path.startswith("/moved"):
                    self.send_response(302)
                    self.send_header("Location", "/pages/0/p0.html")
                    self.send_header("Content-Length", "0")
                    return self.end_headers()
                if self.path.startswith("/busy") and (tries.append(1) or len(tries) < 3):
                    return self.send_error(503)
                if self.path.startswith("/polish"):
                    page = "<html><body><h1>Łódź</h1><p>The mayor of Łódź said the bridge would stay closed.</p></body></html>"
                    data = page.encode("iso-8859-2")
                    self.send_response(200)
                    self.send_header("Content-Type", "text/html; charset=ISO-8859-2")
                    self.send_header("Content-Length", str(len(data)))
                    self.end_headers()
                    return self.wfile.write(data)
                if self.path.startswith(("/chunks", "/busy", "/private")):
                    right = base64.b64encode(b"ana:pass word").decode()
                    if self.path.startswith("/private") and self.headers.get("Authorization") != f"Basic {right}":
                        return self.send_error(401)
                    self.send_response(200)
                    self.send_header("Transfer-Encoding", "chunked")
                    self.end_headers()
                    for piece in [STORY[:100], STORY[100:], f"\nNumber {len(asked)}.\n"]:
                        data = piece.encode()
                        self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
                    return self.wfile.write(b"0\r\n\r\n")
                super().do_GET()

            def log_message(self, *_):
                pass

        handler = lambda *words: Pages(*words, directory=self.root / "news")
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        host = f"127.0.0.1:{server.server_port}"
        run = self.run("page", f"http://{host}/pages/0/p0.html")
        articles = run.rows("articles")
        check(run.code == 0 and articles[0]["article_key"] == "pages/0/p0" and articles[0]["format"] == "html", run.says)
        check(articles[0]["source_uri"] == f"http://{host}/pages/0/p0.html", articles[0])
        paths = ["moved", "busy", "chunks?a=b&sig=hush", "gone.html", "records/03.jsonl.gz", "packed/all.zip",
                 "odd/what%27s%20this%20+%20%C3%BC%20[1]%20100%25.txt", "tables/articles.parquet"]
        names = [f"http://{host}/{path}" for path in paths] + [f"http://ana:pass%20word@{host}/private/"]
        run = self.run("pages", *names)
        rows = [row["source_uri"] for row in run.rows("articles")]
        check(run.code == 3 and run.reasons() == {f"http://{host}/gone.html": "unreadable"}, run.says)
        check(len(rows) == 12 and rows[-1] == f"http://***@{host}/private/", rows)
        everything = run.says + "".join(run.tables().values()) + (run.out / "dataset.json").read_text()
        check("/chunks?a=b&sig=hush" in asked, "the server was not asked as it should be")
        for secret in ["pass%20word", "pass word", "hush"]:
            check(secret not in everything, f"{secret} is shown")
        run = self.run("polish", f"http://{host}/polish.html")
        text = run.rows("articles")[0]["text"]
        check("mayor of Łódź" in text, f"the server's word on the encoding was not heard: {text}")
        run = self.run("nobody", f"http://ana:secret@127.0.0.1:{free_port()}/a")
        check(run.code == 3 and "secret" not in run.says and "refused" in run.says, (run.code, run.says))
        server.shutdown()


if __name__ == "__main__":
    main()
