#!/usr/bin/env bash
# Puts the signing certificate of the release into a keychain that ends with the build machine. Without a certificate the build stays unsigned.
set -euo pipefail
if [ -z "${MACOS_CERTIFICATE:-}" ]; then
  echo 'MACOS_CERTIFICATE is not set: the application will not be signed.'
  exit 0
fi
keychain="$RUNNER_TEMP/release.keychain-db"
password="$(openssl rand -hex 24)"
certificate="$RUNNER_TEMP/certificate.p12"
echo "$MACOS_CERTIFICATE" | base64 --decode >"$certificate"
security create-keychain -p "$password" "$keychain"
security set-keychain-settings -lut 7200 "$keychain"
security unlock-keychain -p "$password" "$keychain"
security import "$certificate" -P "$MACOS_CERTIFICATE_PASSWORD" -A -t cert -f pkcs12 -k "$keychain"
security set-key-partition-list -S apple-tool:,apple: -s -k "$password" "$keychain" >/dev/null
security list-keychains -d user -s "$keychain" login.keychain
rm "$certificate"
if [ -n "${APPLE_API_KEY_TEXT:-}" ]; then
  printf '%s' "$APPLE_API_KEY_TEXT" >"$RUNNER_TEMP/apple-key.p8"
  echo "APPLE_API_KEY=$RUNNER_TEMP/apple-key.p8" >>"$GITHUB_ENV"
fi
