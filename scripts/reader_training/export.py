"""Write the trained reader as ONNX, in fp32 and in int8, with its tokenizer."""

from __future__ import annotations

import copy
import warnings
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer

from scripts.reader_training.model import Reader
from service.reader_input import INPUTS, OUTPUTS

FP32 = "reader.fp32.onnx"
INT8 = "reader.onnx"


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
        op_types_to_quantize=["MatMul", "Gather"],
    )
