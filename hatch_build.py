"""What a distribution carries beside the sources: search and the editor's screen, bundled, with licences; whole links.

hatchling runs this for the wheel and for the source archive. The bundles are those that tools/lunr.py bundles, held
against the theme's sources before they go in; a wheel without search, or with an old one, is refused.
"""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface


class CustomBuildHook(BuildHookInterface):
    """Puts the bundles into what is built."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Bundles what is not bundled, looks, and names the folder. Raises RuntimeError without bundles."""
        if version == "editable":
            return
        root = Path(self.root)
        tools = [[sys.executable, str(root / "tools" / name), "--look"] for name in ("bundle.py", "screen.py")]
        if any(subprocess.run(tool, check=False).returncode for tool in tools):
            subprocess.run([sys.executable, str(root / "tools" / "lunr.py")], check=False)
        if any(subprocess.run(tool, check=False).returncode for tool in tools):
            raise RuntimeError("search and the editor's screen are not bundled: run python tools/lunr.py")
        screen = "jianbao/preview/edit/bundle" if self.target_name == "wheel" else "node_modules/jianbao-editor"
        build_data["force_include"][str(root / "node_modules" / "jianbao-editor")] = screen
        inside = "jianbao/bundles" if self.target_name == "wheel" else "node_modules/jianbao-search"
        build_data["force_include"][str(root / "node_modules" / "jianbao-search")] = inside
        editor = root / "node_modules" / "jianbao-editor"
        if editor.is_dir():  # without it the editor's screen has a plain text field, and says so
            build_data["force_include"][str(editor)] = (
                "jianbao/preview/edit/bundle" if self.target_name == "wheel" else "node_modules/jianbao-editor"
            )
        if self.target_name == "wheel":
            build_data["force_include"][str(root / "requirements.lock")] = "jianbao/requirements.lock"


class CustomMetadataHook(MetadataHookInterface):
    """The readme as a package index shows it, where nothing lies beside it, and the project's addresses."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Adds ``readme`` and ``urls``: addresses only where JIANBAO_HOME says what they are, as a release does."""
        home = os.environ.get("JIANBAO_HOME", "").rstrip("/")
        text = Path(self.root, "README.md").read_text("utf-8")
        metadata["readme"] = {"content-type": "text/markdown", "text": text}
        metadata["urls"] = {}
        if not home:
            return
        whole = re.sub(r"\]\((?![a-z]+:|#)([^)\s]+)\)", rf"]({home}/blob/main/\1)", text)
        metadata["readme"] = {"content-type": "text/markdown", "text": whole}
        metadata["urls"] = {
            "Homepage": home,
            "Documentation": f"{home}/blob/main/docs/configuration.md",
            "Source": home,
            "Issues": f"{home}/issues",
            "Changelog": f"{home}/blob/main/CHANGELOG.md",
        }
