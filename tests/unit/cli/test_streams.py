"""stdout carries this program's data and nothing else, in UTF-8, whatever libraries and code pages do."""

import os
import subprocess
import sys


def run(code, **environment):
    command = [sys.executable, "-c", "import os, sys\nfrom transport.console import prepare_streams\n" + code]
    return subprocess.run(command, capture_output=True, check=True, env={**os.environ, **environment}).stdout


def test_what_compiled_code_prints_stays_out():
    noise = "prepare_streams(); os.write(1, b'noise'); sys.stdout.write('data'); os.write(1, b'noise')"
    assert run(noise) == b"data"


def test_buffered_c_output_stays_out_too():
    noise = "import ctypes; prepare_streams(); ctypes.CDLL(None).printf(b'noise\\n'); sys.stdout.write('data')"
    assert run(noise) == b"data"


def test_what_was_written_before_is_kept():
    assert run("sys.stdout.write('one '); prepare_streams(); sys.stdout.write('two')") == b"one two"


def test_utf8_whatever_the_code_page():
    out = run("prepare_streams(); sys.stdout.write('返岗 𬱖 \\ud800')", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert out.decode("utf-8") == "返岗 𬱖 ?"


def test_children_do_not_write_there():
    child = "import subprocess; prepare_streams(); subprocess.run([sys.executable, '-c', 'print(1)']); print('data')"
    assert run(child) == b"data\n"
