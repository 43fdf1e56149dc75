"""The built wheel, installed where nothing else is, does the whole job outside the checkout."""

import json
import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
SHIPPED = "fengxian-dali-2027"


def run(*command, cwd, expect=0):
    environment = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    words = [str(word) for word in command]
    done = subprocess.run(words, cwd=cwd, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == expect, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--wheel", "--outdir", folder, ROOT, cwd=folder)
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def fangang(wheel, tmp_path_factory):
    home = tmp_path_factory.mktemp("installed")
    venv.create(home / "venv")
    install = ("install", "-q", "-c", ROOT / "constraints.txt", wheel)
    run(sys.executable, "-m", "pip", "--python", home / "venv", *install, cwd=home)
    return home / "venv" / ("Scripts" if os.name == "nt" else "bin") / "fangang"


def test_the_wheel_holds_what_is_needed_and_nothing_else(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names} <= {"transport", "maps", "scenarios", "fangang-0.1.0.dist-info"}
    for needed in (
        "transport/py.typed",
        "transport/locale/zh_CN/ui.yaml",
        "transport/locale/en/ui.yaml",
        "transport/papers/paper.typ",
        "transport/papers/fonts/NotoSansSC-Regular.ttf",
        "transport/papers/fonts/RareHan.ttf.xz",
        "transport/papers/fonts/OFL.txt",
        f"scenarios/{SHIPPED}/case.yaml",
        f"scenarios/{SHIPPED}/workers.csv",
    ):
        assert needed in names
    assert any(name.startswith("maps/assets/") for name in names)
    assert any(name.startswith("transport/roads/data/") for name in names)
    assert any(name.endswith("/LICENSE") for name in names)


def test_new_plan_check_from_an_empty_folder(fangang, tmp_path):
    assert SHIPPED in run(fangang, "new", cwd=tmp_path).split()
    run(fangang, "new", SHIPPED, "mine", cwd=tmp_path)
    assert json.loads(run(fangang, "validate", "mine", "--json", cwd=tmp_path))["format"] == 1
    planned = json.loads(run(fangang, "plan", "mine", "-o", "out", "--time-limit", "10", "--json", cwd=tmp_path))
    assert planned["summary"]["workers"]["unserved"] == 0
    for made in ("plan.json", "report.html", "maps", "papers"):
        assert (tmp_path / "out" / made).exists()
    checked = json.loads(run(fangang, "check", "mine", "out", "--json", cwd=tmp_path))
    assert checked["violations"] == []
    assert checked["total_cost"] == planned["summary"]["total_cost"]


def test_the_template_is_written(fangang, tmp_path):
    run(fangang, "template", "roster.xlsx", cwd=tmp_path)
    assert zipfile.is_zipfile(tmp_path / "roster.xlsx")
