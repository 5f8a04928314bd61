"""Makes quickstart.ipynb of quickstart.py, the source: runs its cells, keeps what they show.

With --check nothing is written. It fails if the two files differ in their cells, or if a cell fails.
"""

import hashlib
import os
import sys
import tempfile
from pathlib import Path

import jupytext
import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

HERE = Path(__file__).resolve().parent
SOURCE, MADE = HERE / "quickstart.py", HERE / "quickstart.ipynb"
SECONDS_A_CELL = 300
# GitHub shows a notebook of this size at once, and its history stays small.
MOST_BYTES = 300_000


def cells(notebook):
    return [(cell.cell_type, cell.source.strip()) for cell in notebook.cells]


def run(notebook):
    """Runs all cells in a folder without anybody's settings, so that they do the same for everyone."""
    with tempfile.TemporaryDirectory() as room:
        for name in ["IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "MPLCONFIGDIR"]:
            os.environ[name] = os.path.join(room, name.lower())
        # Where the cells run is where a reader who opens the notebook runs them.
        resources = {"metadata": {"path": str(HERE)}}
        # The kernel listens on this machine only; that it warns of it every time helps nobody.
        quiet = ["--IPKernelApp.log_level=ERROR"]
        NotebookClient(
            notebook,
            kernel_name="python3",
            timeout=SECONDS_A_CELL,
            resources=resources,
            record_timing=False,
            coalesce_streams=True,
            extra_arguments=quiet,
        ).execute()


def settle(notebook):
    """Leaves nothing in it that differs from run to run."""
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    for cell in notebook.cells:
        cell.id = hashlib.sha256(cell.source.encode()).hexdigest()[:12]
        cell.metadata = {}


def main():
    check = sys.argv[1:] == ["--check"]
    notebook = jupytext.read(SOURCE)
    if check and cells(notebook) != cells(nbformat.read(MADE, as_version=4)):
        sys.exit(f"{MADE.name} was not made from {SOURCE.name} as it is: `just notebook` makes it anew")
    try:
        run(notebook)
    except CellExecutionError as error:
        sys.exit(f"a cell of {SOURCE.name} failed:\n{error}")
    settle(notebook)
    page = nbformat.writes(notebook) + "\n"
    size = len(page.encode())
    for private in [str(HERE.parent), tempfile.gettempdir() + "/", str(Path.home()) + "/"]:
        if private in page:
            sys.exit(f"an output of {SOURCE.name} shows a path of this machine: {private}")
    if size > MOST_BYTES:
        sys.exit(f"{MADE.name} would have {size} bytes, {MOST_BYTES} are allowed: make the plots smaller")
    if not check:
        MADE.write_text(page, encoding="utf-8")
    print(f"{MADE.name}: {len(notebook.cells)} cells, {size} bytes, {'as its source' if check else 'written'}")


main()
