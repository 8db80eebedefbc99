"""Write the trained reader as ONNX, in fp32 and in int8, with its tokenizer."""

from __future__ import annotations

import copy
import warnings
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer

from scripts.reader_training.model import Reader
from service.reader_input import INPUTS, OUTPUTS

FP32 = "reader.fp32.onnx"
INT8 = "reader.onnx"

Weights = dict[str, torch.Tensor]
"""A reader's weights by the names of its parameters."""


def export(model: Reader, tokenizer: Tokenizer, folder: Path) -> None:
    """Write `reader.fp32.onnx` and `tokenizer.json` into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    axes = {name: {0: "batch", 1: "length"} for name in [*INPUTS, *OUTPUTS]}
    axes["no_answer"] = {0: "batch"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the exporter announces its own retirement, at length
        torch.onnx.export(
            copy.deepcopy(model).eval(),
            tuple(torch.ones(2, 8, dtype=torch.long) for _ in INPUTS),
            str(folder / FP32),
            input_names=INPUTS,
            output_names=OUTPUTS,
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
    tokenizer.save(str(folder / "tokenizer.json"))


def quantise(folder: Path) -> None:
    """Write `reader.onnx`: int8 weights per channel, activations quantised as they come."""
    quantize_dynamic(
        folder / FP32,
        folder / INT8,
        per_channel=True,
        weight_type=QuantType.QInt8,
        op_types_to_quantize=["MatMul"],
    )
    model = onnx.load(folder / INT8)
    quantise_rows(model.graph, "words.weight")
    onnx.checker.check_model(model)
    onnx.save(model, folder / INT8)


def quantise_rows(graph: onnx.GraphProto, name: str) -> None:
    """Make the table that a Gather of `graph` looks rows up in int8, with a scale for each row.

    onnxruntime has one scale for the whole table: with that, the best spans of 17% of 150 questions
    differed from those in fp32, with this of 11%.
    """
    table = next(each for each in graph.initializer if each.name == name)
    (place, lookup) = next((i, n) for i, n in enumerate(graph.node) if name in n.input)
    values = numpy_helper.to_array(table)
    scales = np.maximum(np.abs(values).max(axis=1, keepdims=True) / 127, np.finfo(np.float32).tiny)
    rows = np.round(values / scales).astype(np.int8)
    graph.initializer.remove(table)
    graph.initializer.extend(
        [
            numpy_helper.from_array(rows, f"{name}.rows"),
            numpy_helper.from_array(scales.astype(np.float32), f"{name}.scales"),
        ]
    )
    ids, row, scale, wide = lookup.input[1], f"{name}.row", f"{name}.scale", f"{name}.wide"
    graph.node.remove(lookup)
    for node in (
        helper.make_node("Mul", [wide, scale], list(lookup.output)),
        helper.make_node("Cast", [row], [wide], to=onnx.TensorProto.FLOAT),
        helper.make_node("Gather", [f"{name}.scales", ids], [scale]),
        helper.make_node("Gather", [f"{name}.rows", ids], [row]),
    ):
        graph.node.insert(place, node)


def weights_of(folder: Path) -> Weights:
    """The weights of `reader.onnx`, as near as int8 came to them, to train or average with."""
    graph = onnx.load(folder / INT8).graph
    stored = {each.name: numpy_helper.to_array(each) for each in graph.initializer}
    weights = {name: array for name, array in stored.items() if name.endswith((".weight", ".bias"))}
    for node in graph.node:
        if node.op_type == "MatMulInteger":
            # Its name is that of the layer, as in /layers.0/query/MatMul_quant.
            name = node.name.strip("/").rsplit("/", 1)[0].replace("/", ".")
            table = node.input[1].removesuffix("_quantized")
            weights[f"{name}.weight"] = (stored[f"{table}_quantized"] * stored[f"{table}_scale"]).T
    weights["words.weight"] = stored["words.weight.rows"] * stored["words.weight.scales"]
    return {name: torch.from_numpy(array.copy()) for name, array in weights.items()}
