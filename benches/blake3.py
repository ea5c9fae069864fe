"""BLAKE3 (github.com/BLAKE3-team/BLAKE3-specs, section 2), for the stamps of translations.

Python's library lacks it. The rounds of the compression are written out once, as a program can't afford the loops
over ten thousand texts.
"""

import struct

IV = (0x6A09E667, 0xBB67AE85, 0x3C6EF372, 0xA54FF53A, 0x510E527F, 0x9B05688C, 0x1F83D9AB, 0x5BE0CD19)
PERMUTATION = (2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8)
COLUMNS_AND_DIAGONALS = ((0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15),
                         (0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14))
CHUNK_START, CHUNK_END, PARENT, ROOT = 1, 2, 4, 8
CHUNK, BLOCK = 1024, 64


def _compression():
    """Writes the function `compress(cv, words, counter, length, flags)` with its seven rounds unrolled."""
    state, words = ["v%d" % n for n in range(16)], ["m%d" % n for n in range(16)]
    lines = [
        "def compress(cv, words, counter, length, flags):",
        "%s = cv" % ", ".join(state[:8]),
        "%s = %s" % (", ".join(state[8:]), ", ".join(map(str, IV[:4])) + ", counter & M, counter >> 32, length, flags"),
        "%s = words" % ", ".join(words),
    ]
    for _ in range(7):
        for at, numbers in enumerate(COLUMNS_AND_DIAGONALS):
            a, b, c, d = (state[number] for number in numbers)
            for word, (first, second) in zip(words[2 * at:2 * at + 2], ((16, 12), (8, 7))):
                lines.append("%s = %s + %s + %s & M" % (a, a, b, word))
                lines.append("%s ^= %s; %s = (%s >> %d | %s << %d) & M" % (d, a, d, d, first, d, 32 - first))
                lines.append("%s = %s + %s & M" % (c, c, d))
                lines.append("%s ^= %s; %s = (%s >> %d | %s << %d) & M" % (b, c, b, b, second, b, 32 - second))
        words = [words[number] for number in PERMUTATION]
    lines.append("return %s" % ", ".join("%s ^ %s" % pair for pair in zip(state[:8], state[8:])))
    scope = {"M": 0xFFFFFFFF}
    exec("\n    ".join(lines), scope)
    return scope["compress"]


compress = _compression()


def _blocks(chunk):
    padded = chunk.ljust(-(-max(len(chunk), 1) // BLOCK) * BLOCK, b"\0")
    return [struct.unpack_from("<16I", padded, at) for at in range(0, len(padded), BLOCK)]


def _chunk(chunk, counter, root):
    cv, blocks = IV, _blocks(chunk)
    for at, words in enumerate(blocks):
        last = at == len(blocks) - 1
        flags = (CHUNK_START if at == 0 else 0) | (CHUNK_END | root if last else 0)
        cv = compress(cv, words, counter, len(chunk) - at * BLOCK if last else BLOCK, flags)
    return cv


def _tree(data, counter, root):
    """The left subtree holds the largest power of two of chunks that leaves something for the right."""
    if len(data) <= CHUNK:
        return _chunk(data, counter, root)
    left = CHUNK << ((len(data) - 1) // CHUNK).bit_length() - 1
    pair = _tree(data[:left], counter, 0) + _tree(data[left:], counter + left // CHUNK, 0)
    return compress(IV, pair, 0, BLOCK, PARENT | root)


def hexdigest(data):
    """The 256-bit digest of bytes, in hexadecimal digits."""
    return struct.pack("<8I", *_tree(data, 0, ROOT)).hex()
