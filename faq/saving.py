"""An index in a file: plain arrays and JSON in one archive, nothing that could run."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from faq.entry import Entry
from faq.index import Index
from faq.postings import Postings
from faq.storing import entry_from_json, entry_to_json
from faq.vocabulary import Vocabulary

FORMAT = 3


class SavedIndexError(ValueError):
    """A file that is not an index this version can read; building it anew from the base is the remedy."""


def save_index(path: Path, entries: Iterable[Entry], index: Index) -> None:
    """Write both to `path`, whole or not at all."""
    arrays: dict[str, Any] = {
        "format": np.array(FORMAT),
        "entries": _packed([entry_to_json(entry) for entry in entries]),
        "texts": _packed(index.texts),
        "numbers": index.vocabulary.numbers,
        "holders": index.vocabulary.holders,
        "phrasings": np.array(index.vocabulary.phrasings),
        "first": index.first,
        "starts": index.starts,
        "places": index.places,
        "lengths": index.lengths,
        "spreads": index.spreads,
        "scripts": index.scripts,
        "bar": np.array(index.bar),
    }
    if index.weights is not None:
        arrays["weights"] = index.weights
    if index.postings is not None:
        arrays["posting_starts"] = index.postings.starts
        arrays["posting_entries"] = index.postings.entries
        arrays["posting_shares"] = index.postings.shares
        arrays["posting_spreads"] = index.postings.spreads
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            np.savez(file, allow_pickle=False, **arrays)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise


def load_index(path: Path) -> tuple[list[Entry], Index]:
    """Read what `save_index` wrote."""
    try:
        with np.load(path, allow_pickle=False) as saved:
            if int(saved["format"]) != FORMAT:
                raise SavedIndexError(f"{path}: written by another version; build the index anew")
            arrays = {name: saved[name] for name in saved.files}
    except (SavedIndexError, FileNotFoundError):
        raise
    except (OSError, EOFError, KeyError, ValueError, BadZipFile) as error:
        raise SavedIndexError(f"{path}: is not a saved index; build it anew") from error
    postings = None
    if "posting_starts" in arrays:
        postings = Postings(
            *(arrays[f"posting_{part}"] for part in ("starts", "entries", "shares", "spreads"))
        )
    index = Index(
        Vocabulary(arrays["numbers"], arrays["holders"], int(arrays["phrasings"])),
        _unpacked(arrays["texts"]),
        arrays["first"],
        arrays["starts"],
        arrays["places"],
        arrays["lengths"],
        arrays["spreads"],
        arrays["scripts"],
        arrays.get("weights"),
        postings,
        float(arrays["bar"]),
    )
    return [entry_from_json(raw) for raw in _unpacked(arrays["entries"])], index


def _packed(value: object) -> np.ndarray[Any, np.dtype[np.uint8]]:
    return np.frombuffer(json.dumps(value, ensure_ascii=False).encode(), np.uint8)


def _unpacked(packed: np.ndarray[Any, Any]) -> Any:
    return json.loads(packed.tobytes())
