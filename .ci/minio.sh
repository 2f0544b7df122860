#!/usr/bin/env bash
# Builds the real MinIO server for the object store tests, as .cache/bin/minio.
# MINIO_BIN names another binary to use in its place.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

if [ -n "${MINIO_BIN:-}" ]; then
	have "$MINIO_BIN" || fail "MINIO_BIN is \"$MINIO_BIN\", which is not a program."
	exit 0
fi
go_program minio github.com/minio/minio v0.0.0-20260212201848-7aac2a2c5b7c
