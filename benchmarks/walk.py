"""Plain Python that looks at every note of a folder: the least that `vault due` could take. Its time is a row."""

import os
import sys

size = count = 0
pending = [sys.argv[1]]
while pending:
    with os.scandir(pending.pop()) as entries:
        for entry in entries:
            if entry.name[0] == ".":
                continue
            if entry.is_dir(follow_symlinks=False):
                pending.append(entry.path)
            elif entry.name.endswith(".md"):
                size += entry.stat(follow_symlinks=False).st_size
                count += 1
print(count, size)
