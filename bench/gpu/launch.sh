#!/bin/sh
# Tests and measures hpdm on the graphics card of this machine; with --smoke, on any Vulkan driver, at tiny sizes.
case $0 in */*) cd "${0%/*}" || exit ;; esac
exec ./node --import tsx bench/index.ts gpu "$@"
