"""`make security`: known flaws of what we install, flaws of what we write, secrets left behind.

Says what it could not check: pip-audit, asked of an index without advisories, answers
« no known vulnerabilities » when it looked at nothing.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
BASELINE = ROOT / ".secrets.baseline"
# Hashes of packages and reference data look like secrets; the baseline holds hashes of them.
NOT_SCANNED = r"^(data/|requirements.*\.txt$|\.secrets\.baseline$)"


def main() -> int:
    """Run the three checks, say each result in a line; 1 when one of them found something."""
    if sys.argv[1:] == ["--accept"]:
        BASELINE.write_text(json.dumps(_scan(), indent=2) + "\n", encoding="utf-8")
        return 0
    found = [*_flawed_packages(), *_flawed_code(), *_secrets()]
    for line in found:
        _say(f"  À CORRIGER : {line}")
    return 1 if found else 0


def _flawed_packages() -> Iterator[str]:
    for file in ("requirements.txt", "requirements-dev.txt"):
        command = ["pip_audit", "-r", file, "--disable-pip", "--require-hashes", "--progress-spinner", "off"]
        answer = _run([*command, "--format", "json", "--timeout", "10"])
        try:
            packages = json.loads(answer.stdout)["dependencies"]
        except ValueError:
            _say(f"Paquets ({file}) : NON VÉRIFIÉS, le service d'avis de sécurité ne répond pas.")
            continue
        skipped = sum("skip_reason" in package for package in packages)
        _say(f"Paquets ({file}) : {len(packages) - skipped} vérifiés, {skipped} NON VÉRIFIÉS (avis absents).")
        for package in packages:
            for flaw in package.get("vulns", []):
                yield f"{package['name']} {package['version']} : {flaw['id']}"


def _flawed_code() -> Iterator[str]:
    # B105 takes any word beside « password » for one; ruff's S105 judges those line by line.
    answer = _run(["bandit", "-q", "-r", "dp_ruptures", "pages", "app.py", "-s", "B105", "-f", "json"])
    results = json.loads(answer.stdout)["results"]
    _say(f"Code : bandit trouve {len(results)} défaut(s).")
    for result in results:
        yield f"{result['filename']}:{result['line_number']} {result['test_id']} {result['issue_text']}"


def _secrets() -> Iterator[str]:
    known = _marks(json.loads(BASELINE.read_text(encoding="utf-8")))
    new = [mark for mark in _marks(_scan()) if mark not in known]
    _say(f"Secrets : {len(new)} nouveau(x), {len(known)} examinés et admis (.secrets.baseline).")
    for file, kind, _ in new:
        yield f"{file} : {kind} ; si ce n'est pas un secret, make security-accept"


def _scan() -> dict[str, Any]:
    answer = _run(["detect_secrets", "scan", "--no-verify", "--exclude-files", NOT_SCANNED])
    return dict(json.loads(answer.stdout))


def _marks(scan: dict[str, Any]) -> set[tuple[str, str, str]]:
    return {
        (file, secret["type"], secret["hashed_secret"])
        for file, secrets in scan["results"].items()
        for secret in secrets
    }


def _run(module: list[str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(  # noqa: S603 - our own words, no shell
        [sys.executable, "-m", *module], cwd=ROOT, capture_output=True, text=True, check=False
    )


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main())
