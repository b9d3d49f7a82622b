"""What happens to a workspace between two verbs: people write, and disks go wrong."""
import json
import shutil
import subprocess

PEOPLE = [{"id": "a.example", "name": "Alex Example", "role": "statistician"},
          {"id": "b.example", "name": "Bao Sample", "role": "release-manager"},
          {"id": "c.example", "name": "Chris Specimen", "role": "archivist"}]


def is_step(step):
    return step[0] in STEPS


def take(step, workspace, resolve):
    """Takes a step; `resolve` gives the path that a name stands for."""
    STEPS[step[0]](workspace, *(resolve(part) for part in step[1:]))


def edit(workspace, name, old, new):
    """Changes a file's first place, as somebody does who mends a figure."""
    text = (workspace / name).read_text()
    if old not in text:
        raise RuntimeError(f"{name} has no {old}")
    (workspace / name).write_text(text.replace(old, new, 1))


def write(workspace, name, text):
    (workspace / name).parent.mkdir(parents=True, exist_ok=True)
    (workspace / name).write_text(text)


def people(workspace):
    """Sign-off by listed people is in force from here on."""
    document = {"format": "ninethirty-people/1", "people": PEOPLE}
    (workspace / "people.json").write_text(json.dumps(document, indent=2) + "\n")


def flip(workspace, name):
    """One bit of a file, where it stands: whatever else is a name of it is damaged too."""
    with open(workspace / name, "r+b") as file:
        content = bytearray(file.read())
        content[len(content) // 2] ^= 1
        file.seek(0)
        file.write(content)


def remove(workspace, name):
    path = workspace / name
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()


def cut_line(workspace, name):
    """A log that lost its last line."""
    lines = (workspace / name).read_bytes().splitlines(keepends=True)
    (workspace / name).write_bytes(b"".join(lines[:-1]))


def pack(workspace, name):
    """A folder becomes a tar.gz, as it is sent to somebody."""
    folder = workspace / name
    subprocess.run(["tar", "-C", str(folder.parent), "-czf", f"{folder}.tar.gz", folder.name],
                   check=True)
    shutil.rmtree(folder)


STEPS = {"edit": edit, "write": write, "people": people, "flip": flip, "remove": remove,
         "cut-line": cut_line, "pack": pack}
