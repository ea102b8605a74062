"""The contract is linted, generated code is what the protos say, and a breaking change is refused."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROTOS = Path(__file__).parents[1]


def generate(*arguments, root=PROTOS):
    """Run the generator of the protos below *root*."""
    return subprocess.run([sys.executable, root / "generate.py", *arguments], capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture
def copy(tmp_path):
    """Give a copy of the protos in a repository of its own, so that a test may spoil them."""
    root = tmp_path / "protos"
    shutil.copytree(PROTOS, root, ignore=shutil.ignore_patterns("__pycache__", "tests"))
    identity = ["-c", "user.name=test", "-c", "user.email=test@example.org"]
    for command in (["init", "-q"], ["add", "."], [*identity, "commit", "-q", "-m", "as it was"]):
        subprocess.run(["git", *command], cwd=root, check=True, timeout=60)
    return root


def test_protos_pass_the_linter():
    """Names, comments and packages follow one standard."""
    answer = generate("--lint")
    assert (0, "") == (answer.returncode, answer.stdout)


def test_generated_code_is_current():
    """A proto that was changed without generating would lie to everybody who imports the messages."""
    answer = generate("--check")
    assert (0, "") == (answer.returncode, answer.stdout)


def test_a_field_without_a_comment_is_refused(copy):
    """Comments are the documentation of the HTTP interface."""
    path = copy / "tierline" / "reporting" / "v1" / "events.proto"
    path.write_text(path.read_text().replace("  // From when.\n", ""))
    answer = generate("--lint", root=copy)
    assert answer.returncode != 0
    assert "start_time" in answer.stdout


def test_a_removed_field_is_a_breaking_change(copy):
    """A client of the previous release must go on working."""
    path = copy / "tierline" / "reporting" / "v1" / "events.proto"
    path.write_text(path.read_text().replace("  // From when.\n  google.protobuf.Timestamp start_time = 1;\n", ""))
    answer = generate("--breaking", "HEAD", root=copy)
    assert answer.returncode != 0
    assert "start_time" in answer.stdout


def test_an_added_field_is_no_breaking_change(copy):
    """The contract must be able to grow."""
    path = copy / "tierline" / "reporting" / "v1" / "events.proto"
    path.write_text(path.read_text().replace("  // From when.\n", "  // Which.\n  string name = 9;\n  // From when.\n", 1))
    assert 0 == generate("--breaking", "HEAD", root=copy).returncode
