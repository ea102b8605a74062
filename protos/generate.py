"""
Generate the Python of the contract into `gen/`, and lint it.

The sources of `google.api`, `google.rpc` and the well-known types come from installed wheels; `buf/validate/validate.proto` is in no wheel and is
re-emitted from the descriptors that `protovalidate` carries. Nothing is vendored.

    python protos/generate.py            generate
    python protos/generate.py --check    end with 1 where `gen/` is not what the protos say
    python protos/generate.py --lint     buf lint
    python protos/generate.py --breaking GIT_REF    buf breaking against the protos of a commit
"""

import filecmp
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from importlib import resources
from pathlib import Path

from google.protobuf import descriptor_pb2, duration_pb2, field_mask_pb2, timestamp_pb2
from protovalidate._gen.buf.validate import validate_pb

HERE = Path(__file__).resolve().parent
VALIDATE = "buf/validate/validate.proto"


def includes() -> list[str]:
    """Give the folders of installed wheels that hold proto sources."""
    return [sysconfig.get_paths()["purelib"], str(resources.files("grpc_tools") / "_proto")]


def own_protos(root: Path) -> list[str]:
    """Name every proto of ours below *root*, relative to it."""
    return sorted(str(path.relative_to(root)) for path in (root / "tierline").rglob("*.proto"))


def write_validate_set(path: Path) -> None:
    """Write the descriptors of protovalidate's rules, with all that they need, to *path*."""
    files = descriptor_pb2.FileDescriptorSet()
    for module in (descriptor_pb2, duration_pb2, field_mask_pb2, timestamp_pb2):
        module.DESCRIPTOR.CopyToProto(files.file.add())
    files.file.add().ParseFromString(validate_pb.desc().proto.to_binary())
    path.write_bytes(files.SerializeToString())


def protoc(root: Path, scratch: Path, *arguments: str) -> None:
    """Run protoc over the protos below *root*."""
    validate = scratch / "validate.binpb"
    write_validate_set(validate)
    command = [sys.executable, "-m", "grpc_tools.protoc", f"-I{root}", *(f"-I{folder}" for folder in includes()), f"--descriptor_set_in={validate}"]
    subprocess.run([*command, *arguments], check=True)


def generate(into: Path, scratch: Path) -> None:
    """Write all generated code below *into*."""
    own = own_protos(HERE)
    protoc(HERE, scratch, f"--python_out={into}", f"--pyi_out={into}", *own, VALIDATE)
    protoc(HERE, scratch, f"--grpc_python_out={into}", *[name for name in own if name.endswith("_service.proto") or "service " in (HERE / name).read_text()])
    for folder in [into / "tierline", into / "buf", *(p for p in into.rglob("*") if p.is_dir())]:
        (folder / "__init__.py").touch()
    for package in ("tierline", "buf"):
        (into / package / "py.typed").touch()
    # The comments of the protos are the documentation of the HTTP interface.
    protoc(HERE, scratch, f"--descriptor_set_out={into / 'tierline' / 'descriptors.binpb'}", "--include_source_info", *own)


def image(root: Path, scratch: Path) -> Path:
    """Build what buf reads: all descriptors with their comments."""
    path = scratch / "image.binpb"
    protoc(root, scratch, f"--descriptor_set_out={path}", "--include_imports", "--include_source_info", *own_protos(root))
    return path


def buf(*arguments: str) -> int:
    """Run buf with our configuration and give its exit code."""
    return subprocess.run([Path(sys.executable).with_name("buf"), *arguments, "--config", HERE / "buf.yaml"], check=False).returncode


def same(left: Path, right: Path) -> bool:
    """Tell whether two trees hold the same files with the same bytes."""
    names = {str(p.relative_to(root)) for root in (left, right) for p in root.rglob("*") if p.is_file() and "__pycache__" not in p.parts}
    matches, *rest = filecmp.cmpfiles(left, right, names, shallow=False)
    for name in sorted(set().union(*rest)):
        print(f"differs: {name}")
    return len(matches) == len(names)


def earlier(reference: str, scratch: Path) -> Path:
    """Lay out the protos of a commit below *scratch*."""
    archive = scratch / "earlier.tar"
    subprocess.run(["git", "archive", "--output", archive, reference, "tierline"], cwd=HERE, check=True)
    (scratch / "earlier").mkdir()
    shutil.unpack_archive(archive, scratch / "earlier")
    return scratch / "earlier"


def main(arguments: list[str]) -> int:
    """Do what the command line asks."""
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        match arguments:
            case []:
                shutil.rmtree(HERE / "gen", ignore_errors=True)
                (HERE / "gen").mkdir()
                generate(HERE / "gen", scratch)
                return 0
            case ["--check"]:
                (scratch / "gen").mkdir()
                generate(scratch / "gen", scratch)
                return 0 if same(scratch / "gen", HERE / "gen") else 1
            case ["--lint"]:
                return buf("lint", str(image(HERE, scratch)))
            case ["--breaking", reference]:
                (scratch / "old").mkdir()
                against = image(earlier(reference, scratch), scratch / "old")
                return buf("breaking", str(image(HERE, scratch)), "--against", str(against))
            case _:
                print(__doc__)
                return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
