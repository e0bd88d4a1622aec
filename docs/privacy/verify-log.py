#!/usr/bin/env python3
"""Verifies an audit log that `filrouge audit export` wrote, with nothing of Filrouge.

    python3 verify-log.py FOLDER KEY [OLDER-CHECKPOINT ...]

It is written from the standards, and uses the standard library alone: RFC 6962 (the tree), C2SP tlog-tiles (the folder),
C2SP signed-note (the checkpoint), RFC 8032 (Ed25519), and docs/privacy/audit.md (the header of a record).
"""

import base64
import hashlib
import struct
import sys
from pathlib import Path


class Bad(Exception):
    pass


# RFC 8032, section 6
P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def add(a, b):
    e, f = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    g, h = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    w, x, y, z = f - e, h - g, h + g, f + e
    return (w * x % P, y * z % P, x * y % P, w * z % P)


def times(number, point):
    result = (0, 1, 1, 0)
    while number > 0:
        if number & 1:
            result = add(result, point)
        point, number = add(point, point), number >> 1
    return result


def point_of(data):
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    if y >= P:
        raise Bad("a point of the signature is not on the curve")
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P or (x == 0 and sign):
        raise Bad("a point of the signature is not on the curve")
    if x & 1 != sign:
        x = P - x
    return (x, y, 1, x * y % P)


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = point_of(BASE_Y.to_bytes(32, "little"))


def signed(key, message, signature):
    a, r = point_of(key), point_of(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % Q
    left, right = times(s, BASE), add(r, times(h, a))
    return s < Q and all((left[i] * right[2] - right[i] * left[2]) % P == 0 for i in (0, 1))


# C2SP signed-note and tlog-checkpoint
def checkpoint(path, key):
    name, number, public = key.split("+", 2)
    public = base64.b64decode(public)
    if hashlib.sha256(name.encode() + b"\n" + public).hexdigest()[:8] != number or public[0] != 1:
        raise Bad("the key is not one of Ed25519, or was not copied whole")
    try:
        text, signatures = path.read_text("utf-8").rsplit("\n\n", 1)
        text += "\n"
        origin, size, root = text.split("\n")[:3]
        for line in signatures.splitlines():
            signer, data = line.removeprefix("\u2014 ").split(" ")
            data = base64.b64decode(data)
            if signer == name and data[:4].hex() == number:
                if not signed(public[1:], text.encode(), data[4:]):
                    raise Bad("the signature is not that of the checkpoint")
                if origin != name:
                    raise Bad("the checkpoint is one of another log")
                return int(size), base64.b64decode(root)
    except (ValueError, UnicodeDecodeError):
        pass
    raise Bad("the signature is not that of the checkpoint, or is missing")


# RFC 6962, section 2.1
def leaf(entry):
    return hashlib.sha256(b"\0" + entry).digest()


def tree(hashes):
    if len(hashes) < 2:
        return hashes[0] if hashes else hashlib.sha256(b"").digest()
    left = 1 << (len(hashes) - 1).bit_length() - 1
    return hashlib.sha256(b"\1" + tree(hashes[:left]) + tree(hashes[left:])).digest()


# C2SP tlog-tiles
def name(level, index, width):
    parts = [f"{index % 1000:03}"]
    while index >= 1000:
        index //= 1000
        parts.insert(0, f"x{index % 1000:03}")
    return f"tile/{level}/" + "/".join(parts) + (f".p/{width}" if width < 256 else "")


def pieces(size):
    for index in range((size + 255) // 256):
        yield index, min(256, size - index * 256)


def entries(data):
    while data:
        (length,) = struct.unpack(">H", data[:2])
        yield data[2 : 2 + length]
        data = data[2 + length :]


# docs/privacy/audit.md
def look(header, number, before):
    version, _kind, seq, at = struct.unpack(">BBQq", header[:18])
    if version != 1:
        raise Bad(f"record {number} is of a newer version")
    if seq != number:
        raise Bad(f"where record {number} must be stands one of number {seq}")
    if at < before:
        raise Bad(f"record {number} is dated before the one in front of it")
    return at


def verify(folder, key, older):
    size, root = checkpoint(folder / "checkpoint", key)
    leaves, before = [], -(2**63)
    for index, width in pieces(size):
        kept = (folder / name(0, index, width)).read_bytes()
        for place, entry in enumerate(entries((folder / name("entries", index, width)).read_bytes())):
            number = index * 256 + place
            if leaf(entry) != kept[place * 32 : place * 32 + 32]:
                raise Bad(f"record {number}: the entry is not the one of its leaf")
            before = look(entry[:-32], number, before)
            leaves.append(leaf(entry))
        if len(leaves) != index * 256 + width:
            raise Bad(f"entries are missing behind record {len(leaves)}")
    level, hashes = 1, [tree(leaves[at : at + 256]) for at in range(0, size - 255, 256)]
    while hashes:
        for index, width in pieces(len(hashes)):
            file = name(level, index, width)
            if (folder / file).read_bytes() != b"".join(hashes[index * 256 : index * 256 + width]):
                raise Bad(f"{file} is not the one of the records below it")
        level, hashes = level + 1, [tree(hashes[at : at + 256]) for at in range(0, len(hashes) - 255, 256)]
    for path, (told, hash_) in [("checkpoint", (size, root))] + [(o, checkpoint(Path(o), key)) for o in older]:
        if told > size or tree(leaves[:told]) != hash_:
            raise Bad(f"{path}: the log up to record {told} is not the one that was signed")
    return size


if __name__ == "__main__":
    try:
        print(f"{verify(Path(sys.argv[1]), sys.argv[2], sys.argv[3:])} records: the log is whole")
    except (Bad, OSError, struct.error) as error:
        sys.exit(f"the log does not hold: {error}")
