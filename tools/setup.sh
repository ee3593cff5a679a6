#!/bin/sh
# Make the virtual environment and install what requirements.lock says: sh tools/setup.sh .venv
# Called by make; whoever builds the site for the first time reads what it prints, hence Chinese.
set -eu

venv=$1
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*" >&2; }

new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

python=
for candidate in ${PYTHON:-python3 python3.13 python3.12 python3.11}; do
    if new_enough "$candidate"; then python=$candidate && break; fi
done
if [ -z "$python" ]; then
    say "需要 Python 3.11 或更新的版本（可以这样指定：make setup PYTHON=/路径/python3.12）。"
    exit 1
fi

# Debian keeps venv's second half, ensurepip, in a package of its own.
if ! "$python" -c 'import ensurepip' 2>/dev/null; then
    package=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
    say "这台机器的 Python 没有 venv，正在安装 $package ……"
    if ! sh tools/debian.sh "$package" || ! "$python" -c 'import ensurepip' 2>/dev/null; then
        say "没能装上。请由管理员执行：apt-get install -y $package，然后再试一次。"
        exit 1
    fi
fi

say "正在准备运行环境 $venv（只在第一次和依赖变化时需要，约一分钟）……"
# An environment whose Python has gone, or was never finished, is made anew.
if ! new_enough "$venv/bin/python" || ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
    "$python" -m venv --clear "$venv"
fi
if ! "$venv/bin/python" -m pip install -qq --disable-pip-version-check --no-input \
    --require-hashes -r requirements.lock; then
    say "依赖没有装全。请检查网络；需要用镜像时，先用 pip config set global.index-url 设好地址再试。"
    exit 1
fi
