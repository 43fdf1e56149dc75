"""A real Valhalla on a network that a test wrote: the programs come in the wheel of pyvalhalla, and run on their own.

The wheel needs Python 3.12 for its library, but its programs run beside any. It is fetched once into a cache folder
(``FANGANG_TEST_TOOLS``, else the user's cache); where that is not possible, whoever asks is skipped with the reason.
"""

from __future__ import annotations

import json
import os
import runpy
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from platformdirs import user_cache_path

_WHEEL = "pyvalhalla>=3.9,<4"
_FETCH = ("-m", "pip", "download", "--python-version", "3.12", "--only-binary=:all:", "--no-deps", "--retries", "1")


def programs() -> Path:
    """Return the folder of the unpacked wheel; skips the test where it cannot be had."""
    named = os.environ.get("FANGANG_TEST_TOOLS")
    folder = Path(named) if named else user_cache_path("fangang-tests", appauthor=False)
    unpacked = folder / "pyvalhalla"
    if not (unpacked / "done").exists():
        if sys.platform != "linux":
            pytest.skip("Valhalla's programs are run on Linux only")
        folder.mkdir(parents=True, exist_ok=True)
        asked = [sys.executable, *_FETCH, "--timeout", "15", "-q", "-d", str(folder), _WHEEL]
        got = subprocess.run(asked, capture_output=True, text=True, check=False)
        wheels = sorted(folder.glob("pyvalhalla-*.whl"))
        if got.returncode or not wheels:
            pytest.skip(f"pyvalhalla cannot be had, so no real Valhalla is run: {got.stderr.strip()[-200:]}")
        with zipfile.ZipFile(wheels[-1]) as wheel:
            wheel.extractall(unpacked)
        for program in (unpacked / "valhalla" / "bin").iterdir():
            program.chmod(0o755)
        (unpacked / "done").touch()
    return unpacked / "valhalla"


def build_tiles(pbf: Path, folder: Path, **limits: float) -> Path:
    """Build Valhalla's tiles from an extract; return its settings. ``limits`` are those of the costing ``bus``."""
    settings = folder / "valhalla.json"
    settings.write_text(json.dumps(_settings(folder, limits)), encoding="utf-8")
    program = programs() / "bin" / "valhalla_build_tiles"
    built = subprocess.run([program, "-c", settings, pbf], capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr[-2000:]
    return settings


@contextmanager
def valhalla(settings: Path) -> Iterator[str]:
    """Run the service; gives its address."""
    port = _free_port()
    document = json.loads(settings.read_text(encoding="utf-8"))
    document["httpd"]["service"]["listen"] = f"tcp://127.0.0.1:{port}"
    settings.write_text(json.dumps(document), encoding="utf-8")
    service = subprocess.Popen(
        [programs() / "bin" / "valhalla_service", settings, "1"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait(f"http://127.0.0.1:{port}/status", service)
        yield f"http://127.0.0.1:{port}"
    finally:
        service.kill()  # it would wait half a minute for late requests
        service.wait(10)


def _wait(address: str, service: subprocess.Popen[bytes]) -> None:
    give_up = time.monotonic() + 30
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            assert service.poll() is None, f"valhalla_service ended with {service.returncode}"
            assert time.monotonic() < give_up, "valhalla_service does not answer"
            time.sleep(0.05)


def _settings(folder: Path, limits: dict[str, float]) -> dict[str, Any]:
    """The settings that the wheel's own script would write, for one service without anything beside the tiles."""
    script = runpy.run_path(str(programs() / "valhalla_build_config.py"))
    optional = script["Optional"]

    def plain(node: dict[str, Any]) -> dict[str, Any]:
        return {
            key: plain(inner) if isinstance(inner, dict) else inner
            for key, inner in node.items()
            if not isinstance(inner, optional)
        }

    document = plain(script["config"])
    nothing = ("tile_extract", "admin", "timezone", "landmarks", "transit_dir", "transit_feeds_dir")
    document["mjolnir"] |= {"tile_dir": str(folder / "tiles"), "concurrency": 1, **dict.fromkeys(nothing, "")}
    for room in ("loki", "thor", "odin"):
        document[room]["service"]["proxy"] = f"ipc://{folder}/{room}"
    document["httpd"]["service"] |= {"loopback": f"ipc://{folder}/loopback", "interrupt": f"ipc://{folder}/interrupt"}
    document["service_limits"]["bus"] |= limits
    return document


def _free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])
