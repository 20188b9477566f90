"""The decrypted pages of a database file, free ones included: what an attacker with the key could find."""

import _hashlib
import ctypes
from pathlib import Path

_PAGE = 4096
_RESERVED = 80
"""At the end of a page: 16 bytes to start the decryption with, and 64 to check it."""

_SALT = 16


def decrypted_pages(path: Path, key: str) -> bytes:
    """Return every page of an SQLCipher database in clear, one after another; not its log."""
    data = path.read_bytes()
    pages = []
    for start in range(0, len(data), _PAGE):
        page = data[start : start + _PAGE]
        begin = _SALT if start == 0 else 0
        encrypted = page[begin : _PAGE - _RESERVED]
        vector = page[_PAGE - _RESERVED : _PAGE - _RESERVED + 16]
        pages.append(_decrypted(encrypted, bytes.fromhex(key), vector))
    return b"".join(pages)


def _decrypted(encrypted: bytes, key: bytes, vector: bytes) -> bytes:
    # Python's own hash functions come from this library; it has no module for ciphers.
    crypto = ctypes.CDLL(_hashlib.__file__)
    crypto.EVP_CIPHER_CTX_new.restype = ctypes.c_void_p
    crypto.EVP_aes_256_cbc.restype = ctypes.c_void_p
    context = ctypes.c_void_p(crypto.EVP_CIPHER_CTX_new())
    clear = ctypes.create_string_buffer(len(encrypted) + 32)
    length = ctypes.c_int(0)
    try:
        crypto.EVP_DecryptInit_ex(context, ctypes.c_void_p(crypto.EVP_aes_256_cbc()), None, key, vector)
        crypto.EVP_CIPHER_CTX_set_padding(context, 0)
        crypto.EVP_DecryptUpdate(context, clear, ctypes.byref(length), encrypted, len(encrypted))
    finally:
        crypto.EVP_CIPHER_CTX_free(context)
    return clear.raw[: length.value]
