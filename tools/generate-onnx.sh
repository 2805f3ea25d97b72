#!/usr/bin/env bash
# Regenerates src-engine/graph/generated/onnx_pb.ts from our onnx.proto. Needed only when the schema changes.
set -euo pipefail
cd "$(dirname "$0")/.."
npx buf generate src-engine/graph/proto --template '{"version":"v2","plugins":[{"local":"protoc-gen-es","out":"src-engine/graph/generated","opt":["target=ts","import_extension=ts"]}]}'
